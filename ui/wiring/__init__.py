"""Puts presenters, screens and background work together.

To add a place: write `ui/presenters/<name>.py` (no Qt; the constructor takes the `App`, `Ports` and `show=`), a
`Screen` in `ui/screens/<name>.py`, a function `_open_<name>(bench: Bench) -> Room` in `office_places.py` that imports
both inside itself (the first paint must not wait for them), and one line in the tuple of places there. The order of
`places.PLACES` is the order of the rail; a line is drawn where `part` changes. `sign` is the key that opens a place
together with Ctrl: the same on every machine, so that whoever is told "press Ctrl+9" by telephone finds the same place.
"""
