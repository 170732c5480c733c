"""What CPython's tests call of its C interface, where that is more than an internal of CPython."""

from operator import delitem as sequence_delitem
from operator import getitem as sequence_getitem
from operator import setitem as sequence_setitem
