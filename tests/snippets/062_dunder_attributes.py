# Dunder attributes of modules, classes, functions and instances; docstrings.
"The module's docstring, although a comment precedes it."
print(__name__, __doc__, __file__.endswith(".py"), __spec__, __builtins__.__name__, __package__)
class C:
    """The doc of C."""
    x = 1
    def m(self):
        """The doc of m."""
    def n(self):
        # no doc
        "an expression" + "which is no docstring"
print(C.__doc__, C.m.__doc__, C.n.__doc__, C.__name__, C.__qualname__, C.__module__, C.__dict__["x"], C.__weakref__ is not None, C.__firstlineno__, C.__static_attributes__)
C.__name__ = "Renamed"
C.__qualname__ = "Q.Renamed"
C.__doc__ = "new doc"
print(C, C.__name__, C.__doc__, repr(C())[:20])
for bad in (lambda: setattr(C, "__name__", 5), lambda: setattr(int, "__name__", "x"), lambda: delattr(C, "__name__"), lambda: setattr(C, "__dict__", {}), lambda: setattr(C, "__bases__", ()), lambda: setattr(C, "__name__", "a\0b")):
    try:
        bad()
    except (TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__, e)
c = C()
c.__dict__["y"] = 2
c.__dict__ = {"z": 3}
print(c.z, hasattr(c, "y"), c.__class__.__name__, c.__module__, c.__doc__)
try:
    c.__dict__ = 5
except TypeError as e:
    print(e)
print(type(C.__dict__).__name__, type(c.__dict__).__name__)
try:
    C.__dict__["k"] = 1
except TypeError as e:
    print(e)
print(int.__name__, type(int.__doc__), len.__name__, type(len.__doc__), [].append.__name__, [].append.__self__, str.upper.__qualname__, len.__module__, int.__module__)
import math
print(math.__name__, type(math).__name__, math.__spec__.name, math.pi.__class__, hasattr(math, "__file__") in (True, False))
def strip():
    """
    Indented
        more
    """
print(repr(strip.__doc__), strip.__module__, strip.__globals__ is globals(), strip.__builtins__["len"] is len)
print(type(None.__doc__), (5).__doc__ == int.__doc__, [].__class__.__class__)
class Meta(type):
    def __str__(cls): return "meta str"
class M(metaclass=Meta): pass
print(str(M), f"{M}", M.__class__, M.__class__.__class__)
def gen(): yield
print(gen.__name__, gen().__name__, gen().__qualname__, (x for x in ()).__name__, C.m.__get__(c).__func__ is C.m, (lambda: 0).__name__)
