"""What the program is about, in plain Python: no input or output, no third-party import."""
