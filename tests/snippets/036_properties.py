# Properties, classmethods, staticmethods, and functions as descriptors.
class T:
    def __init__(self):
        self._c = 0
    @property
    def c(self):
        """Celsius."""
        return self._c
    @c.setter
    def c(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._c = value
    @c.deleter
    def c(self):
        print("deleted")
        self._c = None
    @property
    def f(self):
        return self.c * 9 / 5 + 32
    @classmethod
    def make(cls, *args):
        return cls.__name__, args
    @staticmethod
    def plain(x):
        return x * 2
t = T()
t.c = 100
t.c += 1
print(t.c, t.f, T.c.__doc__, T.make(1), t.make(), T.plain(4), t.plain(5))
del t.c
print(t.c)
for action in ("t.f = 1", "del t.f", "t.c = -300", "T.f.fset", "t.nope"):
    try:
        print(exec(action), eval(action) if "=" not in action and "del" not in action else "")
    except Exception as e:
        print(type(e).__name__, e)
class Sub(T):
    @T.c.getter
    def c(self):
        return "sub"
    @classmethod
    def make(cls, *args):
        return ("sub",) + super().make(*args)
s = Sub()
print(s.c, Sub.make(2), s.make())
t.__dict__["c"] = "shadow"
print(t.c, t.__dict__["c"])
p = property(lambda self: 5)
class U: x = p
print(U().x, p.fget(None), U.x is p, type(T.__dict__["make"]), type(T.__dict__["plain"]))
print(T.make.__self__ is T, T.__dict__["plain"].__func__(2), T.__dict__["make"].__get__(None, int)(7))
def f(self, y): return (self, y)
print(f.__get__(1)(2), f.__get__(1, int).__self__, f.__get__(None, int) is f)
class V:
    @property
    def broken(self):
        return self.missing
try:
    V().broken
except AttributeError as e:
    print(e)
class W:
    def __getattr__(self, name): return "fallback " + name
    @property
    def broken(self): return self.__dict__["no"]
    @property
    def attr(self): raise AttributeError("from property")
print(W().attr, W().other)
try:
    W().broken
except KeyError as e:
    print("KeyError", e)
class X:
    @staticmethod
    @property
    def odd(): return 1
print(type(X.odd), staticmethod(len)("abc"), T.c.fget.__name__, T.c.__name__)
