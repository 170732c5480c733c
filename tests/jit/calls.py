"""Calls in loops: special methods, frames that others look at, functions that are new each time, what is raised in the middle."""

import gc
import sys


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        if isinstance(other, Number):
            return Number(self.value + other.value)
        if isinstance(other, int):
            return Number(self.value + other)
        return NotImplemented

    def __iadd__(self, other):
        if other is None:
            return NotImplemented
        self.value += other.value if isinstance(other, Number) else other
        return self

    def __sub__(self, other):
        left = self.value
        del self, other
        gc.collect()
        return NotImplemented if left % 3 == 0 else left

    def __mul__(self, other):
        left = self.value
        self = other = None
        return NotImplemented if left % 3 == 0 else left

    def __lt__(self, other):
        return self.value < other.value

    def __eq__(self, other):
        if other.value % 7 == 3:
            return NotImplemented
        return self.value == other.value

    def __gt__(self, other):
        return [] if self.value > other.value else [1]

    def __getitem__(self, index):
        if index > 300:
            raise IndexError(index)
        return self.value * index

    def __setitem__(self, index, value):
        self.value = index + value

    def __call__(self, a, b=2, *, c=3):
        return self.value + a + b + c

    @staticmethod
    def static(x):
        return x + 1

    @classmethod
    def of_class(cls, x):
        return cls(x)

    @property
    def half(self):
        return self.value // 2

    @half.setter
    def half(self, value):
        self.value = 2 * value


class Other(Number):
    def __radd__(self, other):
        return Other(self.value - other.value)


class Text:
    def __init__(self, text):
        self.text = text

    def __len__(self):
        return len(self.text)

    def __radd__(self, number):
        return Number(number.value + len(self.text))

    def __rmul__(self, number):
        return number.value * 1000 + len(self.text)

    def __rsub__(self, number):
        return number.value * 100 + len(self.text)


def operators(n):
    total = Number(0)
    less = same = jumps = 0
    text = Text("abc")
    for i in range(n):
        a, b = Number(i), Number(i % 5)
        total = total + a + b + 1
        total += b
        less += a < b
        if a == b:
            same += 1
        if a > b:
            jumps += 1
        if i % 11 == 0:
            total = total + text
        if i % 13 == 0:
            total = b + Other(i)
        if i % 97 == 0:
            try:
                total += None
            except TypeError as error:
                print(error)
    return total.value, less, same, jumps


def operands_are_kept(n):
    text = Text("x")
    found = 0
    for i in range(n):
        found += (Number(i) - text) + i
    return found


def temporary_operands_are_kept(n):
    total = 0
    for i in range(n):
        total += Number(i) - Text("x" * (i % 11))
    for i in range(n):
        total += Number(i) * Text("x" * (i % 11))
    return total


def items(n):
    number = Number(1)
    total = 0
    for i in range(n):
        try:
            total += number[i % 310]
        except IndexError as error:
            total += error.args[0]
        number[i % 3] = i & 1
    return total


def others(n):
    number = Number(1)
    total = 0
    for i in range(n):
        total += number(1) + number(1, c=i) + number.static(i) + Number.of_class(i).value
        total += number.of_class(2).value
        number.half = i & 7
        total += number.half
        bound = number.__call__
        total += bound(i)
    return total


def caller(depth):
    frame = sys._getframe(depth)
    return frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno


def middle(i):
    local = i * 2
    found = caller(1)
    return found, local


def frames(n):
    seen = {}
    for i in range(n):
        found, local = middle(i)
        seen[found] = seen.get(found, 0) + local
        changed = i
        if i % 100 == 99:
            seen[caller(1), changed] = i
    return seen


def variables():
    return sorted(sys._getframe(1).f_locals.items())


def with_variables(a, b):
    c = a + b
    a, b = b, a
    return variables(), c


def looks_at_variables(n):
    last = None
    for i in range(n):
        last = with_variables(i, i * i)
    return last


def raises(i):
    if i % 50 == 49:
        raise ValueError(i)
    return [i].__len__()


def raising(n):
    total = 0
    places = set()
    for i in range(n):
        try:
            total += raises(i)
        except ValueError as error:
            total += error.args[0]
            trace = error.__traceback__
            while trace:
                code = trace.tb_frame.f_code
                places.add((code.co_name, trace.tb_lineno - code.co_firstlineno))
                trace = trace.tb_next
    return total, sorted(places)


def made(n):
    total = 0
    for i in range(n):
        add = lambda x, i=i: x + i
        total += add(1)
        parts = {i, i % 3, *(1, 2)}
        total += len(parts)
        first, *rest = [i, 2, 3]
        total += len((i, 1, *parts)) + len((i, *rest)) + sum((i, *(1, 2)))
        total += first + len(rest)
        total += len(f"{i:>5}{add.__name__}")
    return total


def swapped(n):
    """What a bridge writes into the frame, and takes back."""
    a, b, total = 1, 2, 0
    for i in range(n):
        if i % 3:
            a, b = b, a
            total += middle(i)[1]
            a, b = b, a
        if i % 7 == 6:
            total += a * 10 + b
            a, b = b, a
    return a, b, total


def first_of(rows, wanted):
    for row in rows:
        for value in row:
            if value == wanted:
                return value * 2
    return None


def returns(n):
    rows = [[j * k for j in range(7)] for k in range(9)]
    total = 0
    for i in range(n):
        found = first_of(rows, i % 60)
        total += -1 if found is None else found
    return total


def different_each_time(n):
    def make(k):
        return lambda x: x + k

    functions = [make(k) for k in range(40)]
    total = 0
    for i in range(n):
        total += functions[i % 40](i)
    return total


for function in (
    operators,
    operands_are_kept,
    temporary_operands_are_kept,
    items,
    others,
    frames,
    looks_at_variables,
    raising,
    made,
    swapped,
    returns,
    different_each_time,
):
    print(function.__name__, function(600))
for function in (operators, items, others, frames, raising, made, swapped, returns, different_each_time):
    print(function.__name__, function(5000))
