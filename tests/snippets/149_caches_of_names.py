# What caches of attributes, classes and globals must notice.

import math


# A staticmethod or classmethod that is replaced, or whose function is.
class Base:
    @staticmethod
    def static(x):
        return "static", x

    @classmethod
    def of_class(cls, x):
        return cls.__name__, x


class Derived(Base):
    pass


def call(x):
    return Base.static(x), Base.of_class(x), Derived.of_class(x), Derived().static(x), Derived().of_class(x)


for i in range(3):
    print(call(i))
Base.__dict__["static"].__init__(lambda x: ("again", x))
Base.__dict__["of_class"].__init__(lambda cls, x: ("again", cls.__name__, x))
print(call(3))
Derived.static = 5
try:
    call(4)
except TypeError as error:
    print(error)
del Derived.static
Base.of_class = staticmethod(lambda x: ("plain", x))
print(call(5))
method = Derived.of_class
print(method(6), Base.static.__name__)


# Items of a class in Python, found and lost.
class Items:
    def __getitem__(self, key):
        if key == "deep":
            return self["other"]
        if key == "bad":
            raise KeyError(key)
        return key

    def __setitem__(self, key, value):
        self.last = key, value
        return "ignored"


items = Items()
for key in (1, "deep", "bad", slice(1, 2)):
    try:
        print(items[key])
    except KeyError as error:
        print("KeyError", error, error.__traceback__.tb_next.tb_frame.f_code.co_name)
items["a"] = 1
items[2] = items["b"]
print(items.last)
Items.__getitem__ = lambda self, key: ("new", key)
print(items[0])
Items.__getitem__ = staticmethod(lambda key: ("static", key))
print(items[1])
del Items.__getitem__
try:
    items[0]
except TypeError as error:
    print(error)


class Deep:
    def __getitem__(self, key):
        return self[key]


try:
    Deep()[0]
except RecursionError as error:
    print("RecursionError", error)


# Classes with a native __new__ and an __init__ in Python.
class Words(list):
    def __init__(self, text, *, sep=" "):
        super().__init__(text.split(sep))


class Odd(int):
    def __new__(cls, value):
        return int.__new__(cls, value * 2 + 1)

    def __init__(self, value):
        self.half = value


class Mine(ValueError):
    def __init__(self, code, *rest):
        super().__init__(code)
        self.code = code


class Wrong(Exception):
    def __init__(self):
        return 1


print(Words("a b c"), Words("a-b", sep="-"), Odd(3), Odd(3).half)
for make in (lambda: Mine(1), lambda: Mine(2, 3), Mine, Wrong, lambda: Mine(1, kw=2)):
    try:
        raise make()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error, error.args)
Mine.__init__ = lambda self, *args: None
print(repr(Mine(1, 2)))
del Mine.__init__
print(repr(Mine(1, 2)), repr(ValueError()), ValueError(1).args)
try:
    raise Mine
except Mine as error:
    print(repr(error))


# Attributes of modules and global names, under one name.
def root(x):
    return math.sqrt(x), math.__name__, size([1])


size = len
for i in range(3):
    print(root(i))
kept, math.sqrt = math.sqrt, lambda x: "replaced"
print(root(4))
math.sqrt = kept
math.__class__.__name__
print(root(9))
size = max
print(root(16))
del size
try:
    root(1)
except NameError as error:
    print(error)
size = min
print(root(25))


# Defaults that change, and those that are missing.
def defaults(a, b=2, c=3):
    return a, b, c


print(defaults(1), defaults(1, 5), defaults(1, 5, 6))
defaults.__defaults__ = (9,)
for args in ((1,), (1, 2), ()):
    try:
        print(defaults(*args))
    except TypeError as error:
        print(error)
try:
    defaults(1)
except TypeError as error:
    print(error)
defaults.__defaults__ = None
try:
    defaults()
except TypeError as error:
    print(error)


# Numbers at the edge of what is immediate.
edge = 2**62
print(edge - 1 + 1, -edge - 1, edge * edge, -edge * edge, edge << 70 >> 71, (1 << 128) // 3, -(1 << 127) % 7)
print(True & False, True + 1, 7 / 2, -7 / 2, 2**-1, 0**0, (-2) ** 3, 2**0.5, (-8) ** (1 / 3), 10**18, 10**19)
print(7.5 // 2, -7.5 % 2, 2.0**3, 5 % 2.5, 5 // 0.3, 2**53 / 3, (2**53 + 1) / 1)
for bad in ("1 // 0", "1 % 0", "1 / 0", "1.0 % 0", "1 // 0.0", "0.0 ** -1", "0 ** -1", "(1 << 70) // 0"):
    try:
        eval(bad)
    except ZeroDivisionError as error:
        print(bad, error)
try:
    10.0**400
except OverflowError as error:
    print(error)
values, pair = [1, 2, 3], (4, 5)
print(values[-1], values[-3], pair[-2])
for bad in (lambda: values[-4], lambda: pair[-3], lambda: [][-1], lambda: ()[0]):
    try:
        bad()
    except IndexError as error:
        print(error)
