# heap=32M: whatever fills the heap gets a MemoryError, and the program goes on.
import collections


def too_large():
    return [0] * 10**9


def large_enough_for_once():
    kept = []
    while True:
        kept.append(bytearray(5_000_000))


def dictionary():
    kept = {}
    while True:
        kept[len(kept)] = str(len(kept))


def small_set():
    kept = set()
    while True:
        kept.add(len(kept) * 1.5)


class Point:
    def __init__(self, x):
        self.x, self.y = x, [x]


def instances():
    kept = []
    while True:
        kept.append(Point(1))


def strings():
    kept = []
    while True:
        kept.append(f"text {len(kept)}")


def doubled_string():
    text = "abc"
    while True:
        text += text


def integers():
    kept, number = [], 1 << 100_000
    while True:
        number += 1
        kept.append(number)


def shifted():
    return 1 << (1 << 31)


def byte_array():
    data = bytearray()
    while True:
        data += b"x" * 100_000


def nested_tuples():
    kept = ()
    while True:
        kept = (kept, 1)


def comprehension():
    return [[i] for i in range(10**9)]


def joined():
    return "".join(str(i) for i in range(10**9))


def ordered():
    return sorted(range(10**9))


def deque():
    kept = collections.deque()
    while True:
        kept.append([])


def closures():
    kept = []
    while True:
        kept.append(lambda: kept)


def exceptions():
    kept = []
    while True:
        try:
            raise ValueError(len(kept))
        except ValueError as error:
            kept.append(error)


def generator():
    def endless():
        kept = []
        while True:
            kept.append([1] * 100)
            yield len(kept)

    for _ in endless():
        pass


def attempt(fill):
    try:
        fill()
    except MemoryError as error:
        return type(error).__name__, error.args, error.__context__


for fill in (
    too_large,
    large_enough_for_once,
    dictionary,
    small_set,
    instances,
    strings,
    doubled_string,
    integers,
    shifted,
    byte_array,
    nested_tuples,
    comprehension,
    joined,
    ordered,
    deque,
    closures,
    exceptions,
    generator,
):
    print(fill.__name__, attempt(fill), attempt(fill))
    # What it has filled the heap with is gone.
    print(len(bytearray(12_000_000)))
