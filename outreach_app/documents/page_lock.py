"""One reader of pages at a time, whether a window shows a page or a report takes a picture of a chart."""

import threading

ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state of its own and must not be entered by two threads."""
