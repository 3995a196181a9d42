"""Bytes that journal and files share: strict msgpack, columns of operations, reasons to refuse."""
