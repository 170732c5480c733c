# What is compared by identity, because it has no other __eq__ than all objects have; and what is not, or no longer.
import operator


class Plain:
    pass


class Sub(Plain):
    pass


class Equal(Plain):
    def __eq__(self, other):
        return f"Equal.__eq__({type(other).__name__})"

    __hash__ = None


class Unequal:
    def __ne__(self, other):
        return f"Unequal.__ne__({type(other).__name__})"


class OnlyEqual:
    def __eq__(self, other):
        return isinstance(other, OnlyEqual)


class Meta(type):
    def __eq__(cls, other):
        return f"Meta.__eq__({getattr(other, '__name__', type(other).__name__)})"

    __hash__ = type.__hash__


class WithMeta(metaclass=Meta):
    pass


class None_(Plain):
    __eq__ = None


class Slotted:
    __slots__ = ()


def function():
    pass


VALUES = [
    Plain(), Plain(), Sub(), Equal(), Unequal(), OnlyEqual(), WithMeta, WithMeta(), None_(), Slotted(), function, len, int, Plain, operator, None, ...,
    NotImplemented, 5, 2.5, "text", [1], (1,), {1: 2}, {1}, b"b", range(3), slice(1), iter([]), property(), ValueError("a"), [].append, function.__code__,
]


def result(op, a, b):
    try:
        return op(a, b)
    except TypeError as error:
        return f"TypeError: {error}"


for op in operator.eq, operator.ne, operator.lt:
    for i, a in enumerate(VALUES):
        print(op.__name__, i, *(str(result(op, a, b))[:60] for b in VALUES), sep="|")

a, b, c = Plain(), Plain(), Sub()
values = [a, b, a, c]
print(a in values, Plain() in values, values.index(c), values.count(a), (a, b) == (a, b), [a] != [b])
values.remove(a)
print(values == [b, a, c], {a: 1}.get(b), {a: 1} == {a: 1}, type(a) == Plain, type(a) != Sub)
Plain.__eq__ = lambda self, other: "patched"
print(a == b, a != b, c == a, values.index(c))
Plain.__ne__ = lambda self, other: "patched, too"
print(a == b, a != b, c != a)
del Plain.__eq__
print(a == b, a != b)
del Plain.__ne__
print(a == b, a != b, a == a, a != a)


def found(n):
    total = 0
    for i in range(n):
        total += (values[i % 3] == a) + (values[i % 3] != b) + (values[i % 3] in values) + (None != a)
    return total


print(found(100))
