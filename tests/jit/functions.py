# Functions that no loop inlines: they call themselves, or are called from everywhere. Their traces begin at the entry, push
# frames for calls, and return to whoever has called.
import sys
import threading
from types import FunctionType


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()

    @property
    def depth(self):
        return 0 if self.left is None else 1 + self.left.depth

    def __eq__(self, other):
        return self.left == other.left and self.right == other.right

    def __add__(self, other):
        if other.left is None:
            return self
        return Node(self, self + other.left)


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def trees(n):
    tree = make(n)
    return tree.count(), tree.depth, tree == make(n), (tree + tree).count()


class Chain:
    """Its constructor calls itself."""

    def __init__(self, n, more=None):
        self.n = n
        self.more = more
        self.next = Chain(n - 1, [n]) if n > 0 else None

    def sum(self):
        return self.n + (self.next.sum() if self.next else 0)


def chains(n):
    return [Chain(k).sum() for k in range(n)][-3:]


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def in_turn(n):
    return [even(k) for k in range(n)].count(True)


def takes(n, step=1, *, limit=5):
    if n <= limit:
        return n
    return takes(n - step, step) + takes(n - 3, step=2) if n % 2 else takes(n - 2, limit=limit + 1)


def with_arguments(n):
    return [takes(k) for k in range(n)]


def closure(n):
    calls = 0

    def walk(k):
        nonlocal calls
        calls += 1
        if k > 0:
            walk(k - 1)
            walk(k - 2)

    walk(n)
    return calls


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def types(k, x):
    if k == 0:
        return x
    return types(k - 1, x) + x


def types_that_change(n):
    return [types(n, x) for x in (1, 2.5, "a", (1,), 2**62, 1 << 70, True)]


def loops(n):
    total = 0
    for k in range(n):
        total += k
        if k > n - 3:
            total += loops(n - 2)
    return total


def raises(n):
    if n == 0:
        raise ValueError(n)
    try:
        return raises(n - 1)
    except ValueError as error:
        if n % 3 == 0:
            raise KeyError(n) from error
        raise
    except KeyError as error:
        if n % 5 == 0:
            return n, len(trace(error.__traceback__)), type(error.__cause__).__name__
        raise


def trace(tb):
    names = []
    while tb is not None:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return names


def exceptions(n):
    return [raises(k) if k > 4 else None for k in range(n)]


def too_deep(n):
    def down(k):
        return 1 + down(k + 1)

    caught = []
    for _ in range(n):
        try:
            down(0)
        except RecursionError as error:
            caught.append(len(trace(error.__traceback__)))
    return min(caught) > 50, len(set(caught))


def frames(n):
    """What looks at its callers."""

    def look(k):
        if k == 0:
            frame, found = sys._getframe(), []
            while frame.f_code.co_name == "look":
                found.append((frame.f_locals["k"], frame.f_lineno - frame.f_code.co_firstlineno))
                frame = frame.f_back
            return found
        value = look(k - 1)
        return value

    return [look(k) for k in range(n)][-1]


def seen(n):
    """Frames that somebody has an object of when they return."""
    kept = []

    def look(k):
        if k % 7 == 0:
            kept.append(sys._getframe(k % 2))
        value = 0 if k == 0 else look(k - 1) + 1
        return value

    last = [look(k) for k in range(n)][-1]
    mine = [frame.f_locals for frame in kept if frame.f_code.co_name == "look"]
    return last, len(kept), sum(found["value"] == found["k"] for found in mine), len(mine)


def caught_within(n):
    """What an inner call raises is caught by the outer one, or passes through it."""

    def down(k):
        if k < 0:
            raise ValueError(k)
        try:
            return 1 + down(k - 2) if k % 3 else down(k - 1) - 1
        except ValueError as error:
            if k == 1:
                return len(trace(error.__traceback__)) * 100
            raise
        finally:
            ways.append(k)

    results = []
    for k in range(n):
        ways = []
        try:
            results.append((down(k), len(ways)))
        except ValueError as error:
            results.append((trace(error.__traceback__)[1:], ways))
    return results[-4:]


def written(n):
    """What an inner frame shows of variables that it and its caller have written."""

    def walk(k, seen):
        twice = k * 2
        if k == 0:
            frame = sys._getframe()
            while frame.f_code.co_name == "walk":
                seen.append((frame.f_locals["k"], frame.f_locals["twice"], "left" in frame.f_locals))
                frame = frame.f_back
            return 1
        left = walk(k - 1, seen)
        twice += left
        return twice + (walk(k - 2, seen) if k > 5 else 0)

    seen = []
    total = sum(walk(k, seen) for k in range(n))
    return total, len(seen), seen[-9:]


def types_within(n):
    """What the inner call gets is of another type than what the outer one got."""

    def half(x):
        if x < 1:
            return x
        return half(x / 2) + half(x // 3) if x > 4 else half(x - 1) * 2

    return [half(k) for k in range(n)] + [half(k + 0.5) for k in range(n)]


def native(n):
    """Through functions of the builtin classes."""

    def size(value):
        if isinstance(value, list):
            return sum(map(size, value)) + 1
        return 1

    value = 0
    for k in range(n):
        value = [value, k, [k]]
    values = sorted([value, [1], 2, [[3]]], key=size)
    return [size(each) for each in values]


def produced(n):
    def walk(k):
        if k > 0:
            yield from walk(k - 1)
            yield k + fib(k % 4)
            yield from walk(k - 2)

    return sum(walk(n))


X = 1


def names():
    return X


def other_globals(n):
    """The same code with other global names."""
    others = [FunctionType(names.__code__, {"X": k}) for k in range(3)]
    total = 0
    for k in range(n):
        total += others[k % 3]() * 100 + names()
    return total


def replaced(n):
    """A function that is given other code, and a name that means another one."""
    global inner

    def inner(k):
        return 0 if k == 0 else 1 + inner(k - 1)

    def other(k):
        return 0 if k == 0 else 10 + inner(k - 1)

    results = []
    for k in range(n):
        if k == n // 3:
            inner.__code__ = other.__code__
        if k == 2 * n // 3:
            inner = lambda k: 7
        results.append(inner(k % 5))
    return sum(results), results[-3:]


for function, *sizes in (
    (fib, 5, 14, 17),
    (trees, 2, 7, 8),
    (chains, 10, 40),
    (in_turn, 40, 60),
    (with_arguments, 16, 22),
    (closure, 5, 13),
    (lambda n: ackermann(2, n), 3, 12),
    (types_that_change, 5, 40),
    (loops, 8, 16),
    (exceptions, 12, 30),
    (frames, 5, 30),
    (seen, 9, 40),
    (caught_within, 8, 30),
    (written, 7, 14),
    (types_within, 6, 40),
    (native, 4, 12),
    (produced, 5, 11),
    (other_globals, 60, 300),
    (replaced, 30, 300),
):
    for size in sizes:
        print(function.__name__, size, function(size))

limit = sys.getrecursionlimit()
sys.setrecursionlimit(300)
for _ in range(2):
    print(too_deep(12))
sys.setrecursionlimit(limit)


def beside_each_other(n):
    """The same with several threads."""
    results = {}

    def work(k):
        results[k] = fib(n), trees(n // 2), exceptions(n), produced(n // 2), types_that_change(n)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results[0] == results[1] == results[2], results[0][:2]


print(beside_each_other(14))
