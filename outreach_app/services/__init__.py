"""The use cases: each opens one transaction and says what changed."""
