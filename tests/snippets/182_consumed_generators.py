# What native functions do with generators: sums, extremes, lists, truths; and what can be seen of the generator meanwhile.
import gc
import sys


def show(f, *args):
    try:
        print(f.__name__, repr(f(*args)))
    except BaseException as e:
        print(f.__name__, type(e).__name__, e, "|", repr(e.__context__))


BIG = 1 << 62


def given(*values):
    yield from values


def plain(*values):
    for value in values:
        yield value


print("sums")
for make in (given, plain, lambda *values: (v for v in values)):
    for values in (
        (), (1, 2, 3), (True, 2, False), (1, 2.5, 3), (2.5,), (1, 2.5, True, 3), (1e16, 1.0, -1e16), (0.1,) * 10,
        (1, 1e16, 1, -1e16), (BIG - 1, 1, 1), (BIG, BIG, -BIG), (1, 2j, 3.5), (1.5, 2j, 1), (float("inf"), 1, 2.0),
        (1, float("nan")), (-0.0,), (0, -0.0), (1, "x"), (1.0, "x"), (1, None), (2**70, 1.5), (1.5, 2**70, 2), (1.5, 2**2000),
        (2**53, 1.0, 1.0), (2**53 + 1, 0.5), ([1],),
    ):
        show(sum, make(*values))
    show(sum, make(1, 2), 10)
    show(sum, make(1, 2), 0.5)
    show(sum, make([1], [2]), [])
    show(sum, make(1.5, 2), True)


class Int(int):
    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return Int(int(self) + int(other) + 100)


class Float(float):
    def __radd__(self, other):
        return 7.5


show(sum, plain(1, Int(2), 3))
show(sum, plain(1, Float(2), 3))
show(sum, plain(1.5, Float(2), 3))

print("extremes")
for make in (given, plain):
    for values in (
        (), (3,), (3, 1, 2), (1, 3, 2), (1, 1.0, True), (2.5, 1, 3), (1, float("nan"), 0), (float("nan"), 1),
        ("b", "a", "c"), ((1, 2), (1, 1)), (1, "a"), (2**70, 1, -(2**70)), (None,), (0.0, -0.0), (True, 2, False),
    ):
        show(min, make(*values))
        show(max, make(*values))
print(min(plain(), default="none"), max(plain(), default=None), max(plain(1, 5, 2), default=9))
print(max(plain("a", "bbb", "cc"), key=len), min(plain(3, -1), key=abs))


class Ordered:
    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        print("lt", self.rank, other.rank)
        return self.rank < other.rank

    def __gt__(self, other):
        print("gt", self.rank, other.rank)
        return self.rank > other.rank


print(min(Ordered(r) for r in (2, 1, 3)).rank, max(Ordered(r) for r in (2, 1, 3)).rank)

print("truths")


class Truth:
    def __init__(self, says):
        self.says = says

    def __bool__(self):
        print("asked", self.says, generator.gi_running, generator.gi_suspended)
        return self.says


for how in (any, all):
    for values in ((), (0, 0.0, "", None, False), (1, 2.5, "x", True), (0, 1, 2), (1, 0, 2), ([], (), {}), ([1], {2}), (-0.0, 0j)):
        generator = plain(*values)
        print(how.__name__, how(generator), list(generator))
    generator = plain(Truth(False), Truth(True), 5)
    print(how(generator), len(list(generator)))

print("lists")


def mixed():
    got = yield 1
    print("got", got)
    try:
        got = yield [2]
        print("got", got)
        yield from (x * 2 for x in (3, 4))
        yield from plain(5)
    finally:
        print("finally")
    return "ignored"


print(list(mixed()), tuple(mixed()), sorted(given(3, 1, 2)), [*mixed()], {*given(1, 2)}, "-".join(c for c in "abc"))
numbers = [0]
numbers.extend(numbers[-1] + n for n in range(4))
print(numbers)
numbers += (len(numbers) for _ in range(3))
print(numbers)


def clears(target):
    for n in range(6):
        if n == 3:
            target.clear()
        yield n


target = [9]
target.extend(clears(target))
print(target)

print("exceptions")


def fails(after, exception):
    for n in range(after):
        yield n
    raise exception


for how in (sum, max, min, list, any, all, sorted):
    show(how, fails(3 if how is not any else 1, KeyError("k")))
    show(how, fails(0, ValueError("v")))
    show(how, fails(0, StopIteration("s")))


def swallows():
    for n in range(3):
        try:
            yield n
            raise ValueError(n)
        except ValueError as e:
            yield str(e) and n + 10
            print(sys.exception())
    print(sys.exception())


try:
    raise OSError("outer")
except OSError:
    print(sum(swallows()), list(swallows()))
print(sum(n for n in swallows() if n > 5))

print("what can be seen")


def looks():
    for n in range(3):
        print(generator.gi_running, generator.gi_suspended, sys._getframe(1).f_code.co_name, generator.gi_frame.f_lineno > 0)
        try:
            next(generator)
        except ValueError as e:
            print(e)
        yield n


generator = looks()
print(sum(generator), generator.gi_frame, generator.gi_running)
generator = looks()
print(next(generator), list(generator), list(generator), sum(generator))


def outer():
    yield 1
    got = yield from inner()
    print("inner gave", got)
    yield 4


def inner():
    print(generator.gi_yieldfrom is not None, generator.gi_running)
    yield 2
    gc.collect()
    yield 3
    return "end"


for how in (sum, list, max):
    generator = outer()
    print(how(generator))


def deep(n):
    if n:
        yield n
        yield from deep(n - 1)
        yield -n


print(sum(deep(60)), max(deep(60)), list(deep(5)), len(list(deep(200))))


def recursive(n):
    return 1 + sum(recursive(n - 1) for _ in range(2)) if n else 0


print(recursive(6))


def endless():
    return sum(endless() for _ in "x")


try:
    endless()
except RecursionError as e:
    print("RecursionError")

print("generator expressions")
shared = 5
functions = [lambda: shared]


def closes(a):
    b = 2
    first = (a + b + x for x in range(3))
    second = ((lambda: x + a)() for x in range(3))
    third = (x + y for x in range(2) for y in range(x + b))
    b = 10
    a = 100
    return list(first), list(second), list(third)


print(closes(1))
generator = (x for x in "ab")
print(generator.__name__, generator.__qualname__, generator.gi_code.co_name, type(generator).__name__)
generator.__name__ = "other"
print(generator.__name__, generator.__qualname__)


class Body:
    size = 3
    items = [1, 2]
    made = list(i * 2 for i in items)
    nested = list(lambda: i for i in items)

    def method(self):
        return sorted(__class__.__name__ + str(i) for i in self.items)


print(Body.made, [f() for f in Body.nested], Body().method())
for bad in (5, None):
    try:
        (x for x in bad)
    except TypeError as e:
        print(e)
print([sum(x * y for x in range(3)) for y in range(3)])
code = compile("(x for x in range(3))", "here", "eval")
inner = [c for c in code.co_consts if hasattr(c, "co_code")][0]
print(list(eval(code)))
replaced = code.replace(co_consts=tuple((lambda given: ["replaced", *given]).__code__ if c is inner else c for c in code.co_consts))
print(eval(replaced))

print("functions")


def defaults(a, b=2, *, c=3):
    yield a, b, c


def collects(*args, **kwargs):
    yield args, kwargs


def cell(a):
    f = lambda: a
    yield f()
    a += 1
    yield f()


print(list(defaults(1)), list(defaults(1, 5)), list(defaults(1, c=0)), list(collects(1, x=2)), list(cell(1)))
for call in (lambda: defaults(), lambda: defaults(1, 2, 3), lambda: cell(), lambda: cell(1, 2), lambda: cell(b=1)):
    show(call)


class Iterates:
    def __iter__(self):
        yield 1
        yield 2


class Wrong:
    async def __iter__(self):
        pass


class Fewer:
    def __iter__():
        yield 1


print(list(Iterates()), [x for x in Iterates()], (lambda: (yield from Iterates()))() is not None)
import warnings

warnings.simplefilter("ignore")


def over(thing):
    for _ in thing:
        pass


show(over, Wrong())
show(over, Fewer())


async def asynchronous():
    async def source():
        for n in range(3):
            yield n

    made = (n * 2 async for n in source())
    return [n async for n in made], type(made).__name__


try:
    asynchronous().send(None)
except StopIteration as e:
    print(e.value)
