"""The program without a screen: rules, store, files between machines, documents, command line."""

__version__ = "0.1.0"
