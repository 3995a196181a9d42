"""The place where a paper sheet is typed back.

(being written by the type-back and sign-up colleague.)
"""
