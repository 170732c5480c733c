"""Internals of CPython that its tests of Python's behaviour look at on the side: those tests are skipped."""

import sys
import unittest


def has_inline_values(instance):
    """How CPython stores attributes."""
    raise unittest.SkipTest("an internal of CPython")


def get_recursion_depth():
    """The frames of the caller and of its callers."""
    frame, depth = sys._getframe(1), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth
