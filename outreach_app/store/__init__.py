"""SQLModel tables and every line of SQL; functions here take a session and return frozen rows."""
