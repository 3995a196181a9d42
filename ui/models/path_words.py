"""Paths within sentences: where they may go on in the next line."""


def break_path(words: str) -> str:
    """The same words with an unseen place to break after each folder: a path is one word to whoever lays out lines."""
    return words.replace("/", "/\u200b").replace("\\", "\\\u200b")
