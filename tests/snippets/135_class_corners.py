# Classes in unusual ways: special methods that are bound, super and its subclasses, orders made by hand.
import collections.abc, sys, types, warnings


class Bound:
    def __init__(self, name): self.name = name
    def __get__(self, obj, owner):
        return lambda *args: (self.name, type(obj).__name__, args)


class Special:
    __add__ = Bound("add")
    __eq__ = Bound("eq")
    __getattr__ = Bound("getattr")
    __call__ = Bound("call")
    __len__ = property(lambda self: lambda: 7)


print(Special() + 1, Special() == 2, Special().missing, Special()(3), len(Special()))


class A:
    def f(self): return "A"


class B(A):
    def f(self): return "B" + mysuper(B, self).f()


class mysuper(super):
    def __init__(self, *args): super(mysuper, self).__init__(*args)


class Proxy:
    def __init__(self, obj): self.__obj = obj
    def __getattribute__(self, name):
        if name.startswith("_Proxy__"):
            return object.__getattribute__(self, name)
        return getattr(self.__obj, name)


print(B().f(), type(mysuper(B, B())).__name__, super(B, Proxy(B())).f())


def plain(cls) -> int:
    "What it does."


for wrap in classmethod, staticmethod:
    wrapped = wrap(plain)
    wrapped.note = 1
    print(wrapped.__dict__ == {"__doc__": "What it does.", "__module__": "__main__", "__name__": "plain", "__qualname__": "plain", "note": 1}, wrapped.__annotations__, "__annotations__" in wrapped.__dict__)

Late = type("Late", (staticmethod,), {"__init__": lambda self, function: None})
print(Late(plain).__func__, Late(plain))


class G: __slots__ = "a", "b"
class H: __slots__ = "b", "a"
class J: __slots__ = "c", "b"


g = G()
g.a, g.b = 1, 2
g.__class__ = H
print(type(g).__name__, g.a, g.b)
try:
    g.__class__ = J
except TypeError as e:
    print(e)

module = types.ModuleType("m")
module.__class__ = type("Lazy", (types.ModuleType,), {"x": property(lambda self: self.__name__)})
print(module.x)
module.__class__ = types.ModuleType
print(hasattr(module, "x"))

for subject in "x", b"x", bytearray(b"x"), ["x"], {"x": 1}:
    match subject:
        case [*_]: print("sequence")
        case {}: print("mapping")
        case bytearray(it): print("bytearray", it)
        case _: print("other")


class M1(collections.UserDict, collections.abc.Sequence): pass


match M1():
    case [*_]: print("sequence")
    case {}: print("mapping")

seen = []


class Meta(type):
    def mro(cls):
        seen.append(cls.__mro__)
        return result(cls)


for result in type.mro, lambda cls: [1], lambda cls: [], lambda cls: [cls, dict, object], lambda cls: [A]:
    try:
        print(Meta("C", (), {}).__mro__)
    except TypeError as e:
        print(e)
print(seen)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    type("Odd", (), {1: 2})
    print(caught[0].category.__name__, caught[0].message)
for change in lambda: type.__dict__["__doc__"].__set__(list, "x"), lambda: type.__dict__["__name__"].__set__(int, "x"), lambda: setattr(property(), "fget", 1):
    try:
        change()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class Slotted: __slots__ = "x"


try:
    Slotted().x
except AttributeError as e:
    print(e)


class Picky:
    def __getstate__(self): return {}
    def __getattr__(self, name): raise AssertionError(name)


print(Picky().__reduce_ex__(2)[1:])


class Evil(str):
    def __str__(self):
        del error.object
        return self


error = UnicodeEncodeError(Evil("utf-8"), "x", 0, 1, "why")
try:
    str(error)
except TypeError as e:
    print(e)
