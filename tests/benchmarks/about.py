"""How each row is measured, in the order of the page: key, heading, text."""

ABOUT: tuple[tuple[str, str, str], ...] = (
    (
        "search",
        "Search as you type",
        """
An encrypted office database with names of eight peoples, a few of them everywhere and most hardly ever, in villages of
125 households. The script types 60 names (folded, with their marks, given name first, two words), beginnings and ends
of phone and citizen numbers, household codes, misses and raw Telex; every key press is a search for 20 rows. *Ours* is
`Households.find` whole, to frozen rows. The *raw limit* is the full-text statement of the same words
(`SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT 200`), and for four digits or more the three b-tree
statements on the last four, on a bare connection, row numbers fetched. The figure is the 95th percentile over all key
presses, in processor time of the thread.
""",
    ),
)
