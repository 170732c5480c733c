# sys.getsizeof: grows with what is in an object, counts what belongs to it, and how it can fail.
import array
import collections
import struct
import sys

size = sys.getsizeof


def grows(*objects):
    sizes = [size(item) for item in objects]
    return all(small < large for small, large in zip(sizes, sizes[1:]))


print(grows(*(10 ** digits for digits in (0, 30, 100, 1000, 10000))))
print(grows(*(-10 ** digits for digits in (0, 30, 100, 1000, 10000))))
for make in (str, bytes, bytearray):
    print(grows(*(make('a' * length, *(['ascii'] if make is not str else [])) for length in (0, 100, 1000, 100000))))
print(grows('a' * 1000, '\u0100' * 1000, '\U00010000' * 1000))
for make in (list, tuple, set, frozenset, dict.fromkeys, collections.deque, lambda items: array.array('q', items)):
    print(grows(*(make(range(length)) for length in (0, 100, 1000, 10000, 100000))))


class Items(list):
    pass


class Entries(dict):
    pass


class Number(int):
    pass


class Instance:
    pass


for make in (Items, Entries.fromkeys):
    print(grows(*(make(range(length)) for length in (0, 40, 400))))
print(grows(Number(10 ** 30), Number(10 ** 300)), size(Number(10 ** 30)) > size(10 ** 30))
print(size(Items(range(1000))) > size(list(range(1000))))
full = list(range(1000))
before = size(full)
full.clear()
print(size(full) < before, size([full] * 10) == size([None] * 10))
big, instance = 'x' * 100000, Instance()
instance.big = big
print(size(instance) < 1000, size([big]) < 1000, size({'key': big}) < 1000, size((big,)) < 1000)
print(all(size(thing) >= 8 for thing in (
    0, 1.5, None, True, ..., NotImplemented, 1j, object(), int, Instance, instance, len, [].append, size,
    sys, Exception(), (i for i in ()), range(3), slice(1), memoryview(b''), struct.Struct('i'), lambda: 0)))
for items, least in ((list(range(1000)), 8000), (bytearray(1000), 1000), (b'a' * 1000, 1000), ('a' * 1000, 1000),
                     (array.array('q', range(1000)), 8000), (1 << 80000, 10000), (dict.fromkeys(range(1000)), 16000),
                     (set(range(1000)), 8000), (tuple(range(1000)), 8000)):
    print(type(items).__name__, least <= size(items) < 24 * least, items.__sizeof__() <= size(items))


class Sized:
    def __init__(self, result):
        self.result = result

    def __sizeof__(self):
        if isinstance(self.result, type):
            raise self.result('raised')
        return self.result


def attempt(*arguments):
    try:
        result = size(*arguments)
        return type(result).__name__, result > 0
    except Exception as error:
        return type(error).__name__, str(error)


for result in (1000, True, Number(1000), 4.5, 'a', None, -1, sys.maxsize, sys.maxsize + 1, 10 ** 30, TypeError, ValueError):
    print(attempt(Sized(result)), attempt(Sized(result), 'default') if not isinstance(result, (str, float)) else '')
print(attempt(Sized(None), 7), attempt(Sized('a'), 7), attempt(Sized(TypeError), 7))
print(attempt(), attempt(1, 2, 3))
for text in ('list.__sizeof__(5)', 'dict.__sizeof__([])', 'int.__sizeof__("")', 'str.__sizeof__(b"")',
             'set.__sizeof__(frozenset())', 'bytearray.__sizeof__(b"")', 'object.__sizeof__()'):
    try:
        print(eval(text))
    except TypeError as error:
        print(error)
