# Classes with metaclasses in Python, called and asked in loops: what the metaclass says, and when it says something else.

import enum
import traceback


class Counting(type):
    calls = 0

    def __call__(cls, *args, **kwargs):
        Counting.calls += 1
        return super().__call__(*args, **kwargs)


class Point(metaclass=Counting):
    def __init__(self, x, y=2):
        self.x, self.y = x, y


def make(n):
    total = 0
    for i in range(n):
        total += Point(i).x + Point(i, 5).y + Point(1, y=i).y
    return total


print(make(300), Counting.calls)


# Another `__call__`, and none.
def instead(cls, *args, **kwargs):
    return type.__call__(cls, 1000)


Counting.__call__ = instead
print(make(100), Counting.calls)
del Counting.__call__
print(make(100), Counting.calls)


class Known(type):
    def __call__(cls, key):
        if key < 0:
            raise ValueError(f"no {cls.__name__} of {key}")
        return cls.all.setdefault(key, key * 2)


class Even(metaclass=Known):
    all = {}


class Odd(Even):
    all = {7: "seven"}


def known(n, classes=(Even, Odd)):
    found = []
    for i in range(n):
        found.append(classes[i % len(classes)](i % 10))
    return found[-12:]


print(known(200))
print(known(200, (Even,)))


def raised(n):
    for i in range(n):
        Even(n - 5 - i)


try:
    raised(200)
except ValueError as error:
    print(error, [(frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)])


# A `__call__` that is no function.
class Strange(type):
    __call__ = staticmethod(lambda *args: args)


class Thing(metaclass=Strange):
    pass


print([Thing(i, 1) for i in range(100)][-1])
Strange.__call__ = len
print([Thing([i] * i) for i in range(100)][-1])
Strange.__call__ = property(lambda cls: lambda *args: (cls.__name__, args))
print([Thing(i) for i in range(100)][-1])


# `isinstance`, and a metaclass that begins to say who is one.
class Plain(type):
    pass


class A(metaclass=Plain):
    pass


class B(A):
    pass


def count(objects, cls, n=100):
    found = 0
    for i in range(n):
        for one in objects:
            if isinstance(one, cls):
                found += 1
    return found


objects = [A(), B(), 1, "a", None, A]
print(count(objects, A), count(objects, B), count(objects, Plain))
Plain.__instancecheck__ = lambda cls, one: isinstance(one, int)
print(count(objects, A), count(objects, B), count(objects, Plain))
del Plain.__instancecheck__
print(count(objects, A), count(objects, B), count(objects, Plain))


# `__class__`: of another shape, assigned, and said by somebody.
class C:
    def own(self):
        return self.__class__


class D(C):
    def __init__(self):
        self.a = 1


class Liar(C):
    @property
    def __class__(self):
        return int


def classes(objects, n=60):
    names = []
    for i in range(n):
        for one in objects:
            names.append(one.own().__name__)
            names.append(type(one).__name__)
            names.append(isinstance(one, one.__class__))
    return names[-6:], len(names)


print(classes([C()]))
print(classes([C(), D()]))
changing = D()
print(classes([changing, C()]))
changing.__class__ = C
print(classes([changing, C()]))
print(classes([Liar(), C()]))


def made(one, n):
    same = 0
    for i in range(n):
        other = one.__class__()
        same += type(other) is type(one)
    return same


print(made(C(), 100), made(D(), 100), made(Liar(), 100))


# Enumerations.
class Flags(enum.Flag):
    A = 1
    B = 2
    C = 4


class Colour(enum.IntEnum):
    RED = 1
    GREEN = 2


def flags(n):
    result = Flags.A
    for i in range(n):
        result = (result | Flags(i % 8)) & ~Flags.B ^ Flags.C
    return result


print(flags(200), Flags(0), ~Flags.A)


def colours(n):
    total = 0
    for i in range(n):
        total += Colour(1 + i % 2) + (Colour.RED is Colour(1))
    return total


print(colours(300))


def unknown(n):
    wrong = 0
    for i in range(n):
        try:
            Colour(i % 4)
        except ValueError as error:
            wrong += 1
            said = str(error)
    return wrong, said


print(unknown(200))
