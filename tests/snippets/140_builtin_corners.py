# What CPython's own tests of the builtin types found.
import functools
import types
import warnings


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error, *getattr(error, "__notes__", []))


# A dict says whose error it was.
def bad_generator():
    yield "key"
    raise TypeError("oops")


attempt(dict, [bad_generator()])
attempt(dict, [3])


# Keys of another dict are not hashed again.
class Counting(int):
    hashed = 0

    def __hash__(self):
        Counting.hashed += 1
        return int(self)


d = dict.fromkeys(map(Counting, range(10)))
dict.fromkeys(d), dict.fromkeys(set(d)), dict.fromkeys(frozenset(d), 1)
print(Counting.hashed)

d = {f"k{i}": i for i in range(100)}
for i in range(1, 100):
    del d[f"k{i}"]
iterator = reversed(d)
d.clear()
d["k0"] = 0
print(list(iterator))


# The hash of nested frozensets takes linear time.
nested = [frozenset()]
for _ in range(40):
    nested.append(frozenset(nested))
print(len({hash(one) for one in nested}), hash(nested[-1]) == hash(frozenset(nested[:-1])))


class OwnNew(set):
    def __new__(cls, elements, more=None):
        return super().__new__(cls, elements)


attempt(OwnNew, [1, 2], more=3)


# Lists that change while they are compared or sorted.
class Clearing:
    def __init__(self, other):
        self.other = other

    def __eq__(self, _):
        self.other.clear()
        return NotImplemented


one, two = [], []
one.append(Clearing(two))
two.append(Clearing(one))
print(one == two)

for change in (lambda: (numbers.append(3), numbers.pop()), lambda: (numbers.append(3), numbers.__delitem__(slice(None)))):
    numbers = [1, 2]

    def changing(x, y):
        change()
        return x - y

    attempt(numbers.sort, key=functools.cmp_to_key(changing))
    print(numbers)


class Lying:
    def __iter__(self):
        return iter(())

    def __length_hint__(self):
        return 2**63 - 1


numbers = [1]
numbers.extend(Lying())
print(numbers)
attempt([].extend, Lying())
exhausted = reversed([1])
list(exhausted)
print(exhausted.__reduce__())


# A bytearray keeps its size while it is in use.
class Evil:
    def __index__(self):
        array.clear()
        return 65

    def __repr__(self):
        array.clear()
        return "E"


for use in (lambda: array.find(Evil()), lambda: Evil() in array, lambda: array % Evil()):
    array = bytearray(b"A%a")
    attempt(use)
array = bytearray(b"abc")
attempt(array.__init__, [1, 256])
print(array)
iterator = iter(bytearray(b"abc"))
next(iterator)
print(iterator.__reduce__(), iterator.__length_hint__())
iterator.__setstate__(2)
print(list(iterator))


class Ŭñı(bytearray):
    pass


print(Ŭñı(b"'"))


class Part:
    def __buffer__(self, flags):
        items.clear()
        return memoryview(b"x")


items = [b"a", Part(), b"c"]
attempt(b"".join, items)

# Numbers out of instances of subclasses.
warnings.simplefilter("always")


def warned(function, *args):
    with warnings.catch_warnings(record=True) as caught:
        attempt(function, *args)
    print(*(str(one.message) for one in caught))


class OwnFloat(float):
    def __float__(self):
        return 42.0


class SelfFloat(float):
    def __float__(self):
        return self


class Truth:
    def __int__(self):
        return True

    def __index__(self):
        return True


warned(float, OwnFloat(1))
warned(float, SelfFloat(2))
warned(int, Truth())
warned([5, 6].__getitem__, Truth())
nan = float("nan")
print(float.from_number(nan) is nan)
attempt(float.fromhex, "0x1p\uff10")
attempt(float.fromhex, "\u2003 1")

# Warnings of the tokenizer.
for source in ("0xfor x", "1if 2else 3", "0o7or x", "1jin x", "9and 1"):
    warned(lambda: compile(source, "s", "eval") and source)
for source in (r"'a\d\e'", "'''\n\\q'''", r"b'\400'", r"f'\{1}'", r"f'{1:\d}'", r"rb'\d'", r"b'\N'", r"'\N{DIGIT ONE}'"):
    warned(lambda: compile(source, "s", "eval") and source)

# Annotations of modules.
module = types.ModuleType("m")
print(module.__annotations__, module.__annotate__)
module = types.ModuleType("m")
exec("x: int = 3", module.__dict__)
print(module.__annotations__)
module.__annotations__ = {"y": 1}
print(module.__annotations__, module.__annotate__)
del module.__annotations__
attempt(delattr, module, "__annotations__")
attempt(setattr, module, "__annotate__", 3)
module.__annotate__ = lambda format: {"format": format}
print(module.__annotations__)
