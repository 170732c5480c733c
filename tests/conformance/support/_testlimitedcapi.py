"""What CPython's tests call of its C interface, where that is more than an internal of CPython."""

import unittest
from operator import delitem as sequence_delitem
from operator import getitem as sequence_getitem
from operator import setitem as sequence_setitem


def object_hasattrstring(object, name):
    """PyObject_HasAttrString itself is what is tested."""
    raise unittest.SkipTest("there is no C interface")
