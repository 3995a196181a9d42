"""The command line: every use case without a window, for scripts and for offices that have no time to click."""
