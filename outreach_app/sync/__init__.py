"""The merge and the files that carry it between machines."""
