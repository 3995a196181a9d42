"""A sign-up: who, which scheme, what it costs, what was taken.

(being written by the type-back and sign-up colleague.)
"""
