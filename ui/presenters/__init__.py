"""State and intentions of each screen; knows no Qt."""
