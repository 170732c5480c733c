# Accesses of one place that change their meaning while it runs.


class Point:
    def __init__(self):
        self.x = 1


class Slots:
    __slots__ = ("x", "y")


class Property:
    @property
    def x(self):
        return self.stored

    @x.setter
    def x(self, value):
        self.stored = value
        return "dropped"


class Fallback:
    def __getattr__(self, name):
        if name == "missing":
            raise AttributeError(name)
        return name


def read(thing):
    try:
        return thing.x
    except AttributeError as error:
        return str(error)


def write(thing, value):
    thing.x = value


def several(function, *args):
    return [function(*args) for _ in range(3)]


point = Point()
print(several(read, point))
for value in range(3):
    write(point, value)
    print(read(point), end=" ")
print()

# The newest attribute comes and goes; then an older one.
for value in range(3):
    point.late = value
    print(vars(Point()) == {"x": 1}, point.late, hasattr(point, "late"), end=" ")
    del point.late
    print(hasattr(point, "late"), end="; ")
print()
try:
    del point.late
except AttributeError as error:
    print(error)
point.y = 2
del point.x
print(several(read, point), vars(point))
point.x = 3
print(vars(point))

slots = Slots()
print(read(slots))
write(slots, 5)
print(several(read, slots))
del slots.x
print(read(slots))

prop = Property()
for value in range(3):
    write(prop, value)
    print(read(prop), end=" ")
print(vars(prop))
Property.x = 9
print(several(read, prop))
write(prop, 10)
print(several(read, prop), vars(prop))

fallback = Fallback()
print(several(read, fallback), hasattr(fallback, "missing"))
Fallback.x = property(lambda self: "class")
print(several(read, fallback))
try:
    write(fallback, 1)
except AttributeError as error:
    print(error)
del Fallback.x, Fallback.__getattr__
print(several(read, fallback))


# A value of a class that becomes a descriptor.
class Value:
    pass


class Owner:
    x = Value()


owner = Owner()
print([type(thing).__name__ for thing in several(read, owner)])
Value.__get__ = lambda self, instance, cls: "bound"
print(several(read, owner), several(read, Owner))
owner.__dict__["x"] = "own"
print(several(read, owner))
Value.__set__ = lambda self, instance, value: print("set", value)
print(several(read, owner))
write(owner, 3)
print(several(read, owner))


# Classes and modules.
class Base:
    x = 1


class Derived(Base):
    @classmethod
    def make(cls):
        return cls.x

    @staticmethod
    def plain():
        return "plain"


print(several(read, Derived))
Base.x = 2
print(several(read, Derived), several(lambda: Derived.make()), several(lambda: Derived.plain()))
Derived.x = 3
print(several(read, Derived), several(lambda: Derived.make()))
del Derived.x
print(several(read, Derived))

import types

module = types.ModuleType("module")
print(read(module))
module.x = 1
print(several(read, module))
module.x = 2
print(several(read, module))
del module.x
print(several(read, module))
module.__getattr__ = lambda name: name * 2
print(several(read, module))
print(several(lambda: module.__name__), several(lambda: module.__dict__ is vars(module)))


# An instance that is called goes as deep as functions do.
import sys


class Deep:
    def __call__(self, n):
        return 0 if n == 0 else 1 + self(n - 1)


sys.setrecursionlimit(10_000)
print(Deep()(5_000))
