# Attributes read of classes whose metaclass is not `type`, while classes, metaclasses and values change.

import enum


class Meta(type):
    pass


class Base(metaclass=Meta):
    table = {1: "one"}

    @staticmethod
    def static(x):
        return ("static", x)

    @classmethod
    def of_class(cls, x):
        return (cls.__name__, x)


class Derived(Base):
    pass


def read(cls):
    found = []
    for _ in range(4):
        found.append((cls.table, cls.static(1), cls.of_class(2)))
    assert all(one == found[0] for one in found)
    return found[0]


print(read(Base), read(Derived))
Base.table = "changed"
print(read(Base), read(Derived))
Derived.table = "own"
print(read(Base), read(Derived))
del Derived.table
print(read(Base), read(Derived))


# The metaclass gets an attribute of that name: only a data descriptor goes first.
def name_of(cls):
    return [cls.table for _ in range(3)][-1]


Meta.table = "of the metaclass"
print(name_of(Base), name_of(Derived))


class Data:
    def __get__(self, instance, owner):
        return ("data", instance.__name__ if instance else None)

    def __set__(self, instance, value):
        print("set", value)


Meta.table = Data()
print(name_of(Base), name_of(Derived))
Base.table = 5
del Meta.table
print(name_of(Base))

# The metaclass gets its own way to read, and loses it again.
Meta.__getattribute__ = lambda cls, name: ("asked for", name)
print(name_of(Base), Base.anything)
del Meta.__getattribute__
print(name_of(Base))

# A hook is asked for what is missing only.
Meta.__getattr__ = lambda cls, name: ("missing", name)
print(name_of(Base), Base.absent, Derived.absent)
del Meta.__getattr__
try:
    Base.absent
except AttributeError as error:
    print(error)


# A base of the metaclass changes.
class Above(type):
    pass


class Below(Above):
    pass


class Made(metaclass=Below):
    kind = "its own"


print([Made.kind for _ in range(3)])
Above.kind = property(lambda cls: "the property of the metaclass' base")
print([Made.kind for _ in range(3)])
del Above.kind
print([Made.kind for _ in range(3)])


# Values that are instances of classes in Python.
class Value:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"Value({self.text!r})"


class Bound(Value):
    def __get__(self, instance, owner):
        return ("bound", self.text, owner.__name__)


class Plain:
    value = Value("plain")


class WithMeta(metaclass=Meta):
    value = Value("meta")


def values():
    return [(Plain.value, WithMeta.value) for _ in range(3)][-1]


print(values())
Value.__get__ = lambda self, instance, owner: ("now bound", owner.__name__)
print(values())
del Value.__get__
print(values())
kept = Plain.value
kept.__class__ = Bound
print(values())
kept.__class__ = Value
print(values())


# Classes as values, whose metaclass gets a `__get__`.
class Other(metaclass=Meta):
    pass


Plain.other = Other
print([Plain.other is Other for _ in range(3)])
Meta.__get__ = lambda cls, instance, owner: "got"
print([Plain.other for _ in range(2)])
del Meta.__get__
print([Plain.other is Other for _ in range(3)])


class Color(enum.IntFlag):
    RED = 1
    GREEN = 2


class Kind(enum.Enum):
    A = "a"
    B = "b"


def members():
    return [(Color.RED | Color.GREEN, Color.RED & 3, Kind.A, Kind("b"), Color(2)) for _ in range(3)][-1]


print(members(), Color.RED._value_, Kind.A.name)
try:
    Color.RED = 3
except AttributeError as error:
    print(error)
try:
    Kind.C
except AttributeError as error:
    print(error)
