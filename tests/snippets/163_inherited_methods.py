# Subclasses of int and str: hashes and comparisons that they inherit, and those that they do not.
import enum
import operator

OPS = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]


class Number(int):
    pass


class Further(Number):
    pass


class Text(str):
    pass


class Odd(int):
    def __eq__(self, other):
        print("Odd.__eq__", int(self), other if isinstance(other, str) else int(other))
        return True

    __hash__ = int.__hash__


class OddText(str):
    def __lt__(self, other):
        return "less"

    def __gt__(self, other):
        return "more"

    def __hash__(self):
        return 7


class Colour(enum.IntEnum):
    RED = 1
    GREEN = 2


class Word(enum.StrEnum):
    RED = "red"


class Fraction(float):
    pass


def result(op, a, b):
    try:
        return op(a, b)
    except TypeError as error:
        return str(error)


values = [
    1, Number(1), Further(1), Number(2), Number(10**30), 10**30, True, 1.0, Fraction(1), Colour.RED, Colour.GREEN,
    "red", Text("red"), Text("blue"), OddText("red"), Word.RED, None, (1,),
]
for a in values:
    for b in values:
        print([result(op, a, b) for op in OPS])

for value in [Number(1), Number(-1), Number(2**61 - 1), Number(10**30), Text("a"), Text(""), Fraction(1.5), Odd(3), OddText("x")]:
    print(type(value).__name__, hash(value) == hash(type(value).__mro__[-2](value)))

table = {1: "one", "red": "text", Number(5): "five"}
print(table[Number(1)], table[Text("red")], table[5], table[Further(5)], Number(6) in table, table.get(Colour.RED))
print(table.get(OddText("red")), OddText("red") in ["red"])
print({Number(1), 1, Further(1), True, Odd(1)})
print(Odd(1) == 2, 2 == Odd(1), Number(2) == Odd(1), Odd(1) == Number(2), Odd(1) != 2)


# What a class inherits changes.
class Changing(int):
    pass


one = Changing(1)
print(one == 1, 1 == one, hash(one) == 1, one in {1})
Changing.__eq__ = lambda self, other: "changed"
Changing.__hash__ = lambda self: 12
print(one == 1, 1 == one, hash(one), one in {1})
del Changing.__eq__, Changing.__hash__
print(one == 1, 1 == one, hash(one), one in {1})


class Second(str, Number.__mro__[-1]):
    __eq__ = object.__eq__
    __hash__ = object.__hash__


print(Second("a") == "a", "a" == Second("a"), hash(Second("a")) == hash("a"), Second("a") == Text("a"))


class Stolen(int):
    __eq__ = lambda self, other: int.__eq__(self, other + 1)
    __lt__ = int.__gt__
    __hash__ = None


print(Stolen(3) == 2, 2 == Stolen(3), Stolen(3) < 2, Stolen(3) < 4, 4 > Stolen(3), Stolen(3) > Number(4))
try:
    hash(Stolen(3))
except TypeError as error:
    print(error)
