# Tuples as keys: of integers, strings, floats, big numbers, others, and of tuples in tuples.
import sys


class Number(int):
    def __hash__(self):
        return 99

    def __eq__(self, other):
        return int(self) == int(other)


class Text(str):
    def __hash__(self):
        raise ValueError("no hash of text")


def error(function):
    try:
        return function()
    except Exception as exception:
        return f"{type(exception).__name__}: {exception}"


fixed = [(), (0,), (1,), (-1,), (-2,), (-1, -2), (1, 2, 3), (True, False), (None,)[:0], (2**61 - 1,), (2**61 - 2,), (-(2**61) + 1,)]
fixed += [(2**62 - 1,), (-(2**62),), (2**62,), (2**64,), (1.5,), (1.0, 2), (0.0, -0.0), (1e300,), ((1, 2), 3), ((),), (((1,),),), (1j,)]
print([hash(key) for key in fixed])
print(hash((1, 2)) == hash((1.0, 2)) == hash((True, 2)) == hash((Number(1), 2)))
print(hash(("a", 1)) == hash(("a", 1)), hash(("a", "b")) == hash(("b", "a")), hash((-1,)) == hash((-2,)))

table = {key: number for number, key in enumerate(fixed)}
print([table[key] for key in fixed])
print(table[1.0, 2], table[(True,)], (1, 0) in table, table.get((1.0, 2.0, 3.0)), table.get((1, 2)), (1, 2) in table)
print(error(lambda: hash(([],))), error(lambda: table[1, []]), error(lambda: {(1, {}): 2}), error(lambda: ("a", set()) in {1}))
print(error(lambda: hash((1, Text("x")))), error(lambda: hash((Number(3), 1)) == hash((99, 1))))

states = {(a, b, c): a * b * c for a in range(-3, 4) for b in range(4) for c in range(3)}
total = 0
for a in range(-4, 5):
    for b in range(5):
        for c in range(4):
            key = a, b, c
            total += states.get(key, 1000)
            assert (key in states) == (-3 <= a <= 3 and b < 4 and c < 3)
print(len(states), total)


class Pair(tuple):
    __slots__ = ()


class Odd(tuple):
    def __hash__(self):
        return 1


print(hash(Pair((1, 2))) == hash((1, 2)), hash(Odd((1, 2))), {(1, 2): "x"}[Pair((1, 2))], error(lambda: {(1, 2): 1}[Odd((1, 2))]))

deep = ()
for _ in range(100):
    deep = (deep, 1)
print(hash(deep) == hash(((deep[0]), 1)))
for _ in range(500_000):
    deep = (deep,)
print(error(lambda: isinstance(hash(deep), int)).__class__ in (bool, str))
while deep:
    deep = deep[0] if len(deep) == 1 else ()
