"""Internals of CPython that its tests of Python's behaviour look at on the side: those tests are skipped."""

import unittest


def has_inline_values(instance):
    """How CPython stores attributes."""
    raise unittest.SkipTest("an internal of CPython")
