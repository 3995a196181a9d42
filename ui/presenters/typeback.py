"""Typing a paper sheet back: its code, its rows, one key each.

(being written by the type-back and sign-up colleague.)
"""
