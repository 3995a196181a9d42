"""The place where a sign-up is written down.

(being written by the type-back and sign-up colleague.)
"""
