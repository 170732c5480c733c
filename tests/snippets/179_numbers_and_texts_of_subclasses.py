# Truth, hash and comparison of instances of subclasses of builtin classes: inherited, overridden, changed meanwhile.


class Number(int):
    pass


class Named(int):
    def __new__(cls, value, name):
        self = super().__new__(cls, value)
        self.name = name
        return self


class Text(str):
    pass


class Real(float):
    pass


class Pair(tuple):
    pass


class Items(list):
    pass


def truths(*values):
    return [[bool(value), not value, "yes" if value else "no"] for value in values]


print(truths(Number(0), Number(7), Number(10**30), Named(0, "zero"), Text(""), Text("a")))
print(truths(Real(0.0), Real(-0.0), Real("nan"), Real(1e300), Pair(), Pair((0,)), Items(), Items([0])))


class Contrary(int):
    def __bool__(self):
        return int(self) == 0


class Longer(str):
    def __len__(self):
        return super().__len__() + 1


class Both(int):
    def __len__(self):
        return 1 / 0


print(truths(Contrary(0), Contrary(1), Longer(""), Both(0), Both(3)))


class Bad(int):
    def __bool__(self):
        return 1


class Worse(str):
    def __len__(self):
        return -1


class Nothing(int):
    __bool__ = None


for value in (Bad(1), Worse("a"), Nothing(1)):
    try:
        print(bool(value))
    except Exception as error:
        print(type(error).__name__, error)

# A method that comes and goes.
zero, one = Number(0), Number(1)
print(truths(zero, one))
Number.__bool__ = lambda self: True
print(truths(zero, one))
Number.__bool__ = float.__bool__
try:
    print(bool(one))
except TypeError as error:
    print(error)
del Number.__bool__
print(truths(zero, one))


def compared(a, b):
    return [a == b, a != b, a < b, a <= b, a > b, a >= b]


print(compared(Number(1), Number(2)), compared(Number(1), 1), compared(1, Number(1)))
print(compared(Named(5, "a"), Number(5)), compared(Named(5, "a"), 5.0), compared(Real(1.5), Number(1)))
print(compared(Text("a"), Text("b")), compared(Text("a"), "a"), Text("a") == Number(1), Text("a") == None)
print(compared(Pair((1, 2)), (1, 2)), compared(Items([1]), Items([2])), Pair() == Items())
print(compared(Number(10**30), 10**30), compared(Number(1), True), Number(1) == Text("1"))
for other in (Text("1"), None, [], Pair()):
    try:
        print(Number(1) < other)
    except TypeError as error:
        print(error)


class Loud(int):
    def __eq__(self, other):
        print("eq", int(self), other)
        return int(self) == int(other)

    def __hash__(self):
        print("hash", int(self))
        return 1

    def __lt__(self, other):
        print("lt")
        return NotImplemented


print(Loud(1) == 1, 1 == Loud(1), Number(1) == Loud(1), Loud(1) == Number(2))
print({Loud(1): "a"}.get(1), {1: "b"}.get(Loud(1)), Loud(1) in [0, 1], 1 in (Loud(1),))
print(Loud(1) < 2, 2 > Loud(1))

# Keys of sets and dicts, members of tuples in lists.
A, B, C = Named(1, "A"), Named(2, "B"), Named(3, "C")
print({A: "a", B: "b"}[1], {1: "one"}[A], A in {1, 2}, C in {A, B}, 3 in {C: 0}, C in frozenset([3.0]))
print((A, B) in [(A, C), (1, 2)], (A, C) == (A, B), [A, (B, C)] == [1, (2, 3)], (A, B).index(2))
print(hash(Number(-1)), hash(Number(10**30)) == hash(10**30), hash(Text("a")) == hash("a"), hash(Pair((1, 2))) == hash((1, 2)))
nan = Real("nan")
print(nan == nan, nan in [nan], hash(nan) == hash(nan), {nan: 1}.get(nan))
Number.__hash__ = lambda self: 42
print(hash(Number(3)), Number(3) in {3}, 3 in {Number(3)})
del Number.__hash__
print(hash(Number(3)), Number(3) in {3})


class Unhashable(int):
    __hash__ = None


try:
    {Unhashable(1)}
except TypeError as error:
    print(error)
print(Unhashable(1) == 1)


class Swapped(int):
    __eq__ = int.__ne__
    __hash__ = int.__hash__


print(Swapped(1) == 1, Swapped(1) == 2, Swapped(1) != 1, 1 == Swapped(1))


class NoTruth:
    __bool__ = None


class NoLength(str):
    __len__ = None


for value in (NoTruth(), NoLength("a")):
    for ask in (bool, lambda value: not value, lambda value: 1 if value else 2):
        try:
            print(ask(value))
        except TypeError as error:
            print(error)
