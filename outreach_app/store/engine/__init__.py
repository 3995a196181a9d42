"""What differs between database engines: bulk, search, lock, snapshot, check."""
