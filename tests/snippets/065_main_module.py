# __main__, sys.argv, sys.modules, import forms.
import sys, os.path as p, math as m
from math import sqrt, pi as PI
from os import path
import collections.abc
import __main__
print(__name__, __main__.__dict__ is globals(), sys.modules["__main__"] is __main__, sys.argv[0], len(sys.argv))
print(p is path, m.floor(PI), sqrt(16), collections.OrderedDict.__name__, sys.modules["math"] is m, collections.abc.Sized.__name__)
def inside():
    import string
    from string import digits as d
    return string.ascii_lowercase[:3], d
print(inside(), "string" in globals())
for code in ("import nope", "import os.nope", "from math import nope", "from nope import x", "import math.x", "from . import y", "from .a import y", "import os.path.nope.deeper", "from os import pathh"):
    try:
        exec(code)
    except ImportError as e:
        print(code, "->", type(e).__name__, str(e).split(" (/")[0].split(" (unknown")[0], e.name)
exec("from math import *")
print(sin(0), "floor" in globals(), "__name__" in globals() and __name__)
import importlib
print(importlib.import_module("json").__name__, __import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__, importlib.import_module(".abc", "collections").__name__)
import types
fake = types.ModuleType("fake_module")
fake.value = 42
fake.__all__ = ["value"]
sys.modules["fake_module"] = fake
import fake_module
from fake_module import *
print(fake_module.value, value)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(type(e).__name__, e)
class Pretend:
    attr = "from a class"
sys.modules["pretend"] = Pretend
import pretend
from pretend import attr
print(pretend.attr, attr)
print(sys.version_info[:2], sys.version_info >= (3, 14), sys.version_info.major, sys.maxsize == 2 ** 63 - 1, sys.byteorder, sys.maxunicode, sys.float_info.max, sys.int_info.default_max_str_digits)
print(sys.getrecursionlimit(), sys.getdefaultencoding(), sys.flags.optimize, sys.platform, type(sys.implementation.name), sys.hexversion >> 16 == 0x030e, sys.stdin.closed, sys.intern("abc") is sys.intern("abc"))
if __name__ == "__main__":
    print("main")
sys.exit(0)
print("never")
