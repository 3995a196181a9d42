"""The command line: thin commands over the services, one place that prints errors."""
