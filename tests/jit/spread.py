"""Functions that take any number of arguments, calls that spread tuples and dicts over parameters, and classes that are called
with keywords."""

import sys
import threading


def rest(first, *args):
    return first + len(args) + (args[-1] if args else 0)


def named(first=1, **kwargs):
    return first + sum(kwargs.values()) + 100 * len(kwargs)


def both(a, b=2, *args, c=3, d, **kwargs):
    return a, b, args, c, d, kwargs


def collected(n):
    total = 0
    for i in range(n):
        total += rest(i) + rest(i, 1) + rest(i, i, 2, i) + rest(*(1, 2, i))
        total += named() + named(i) + named(first=i) + named(i, x=i, y=2) + named(z=i, first=2)
        a = both(i, d=1)
        b = both(i, 5, 6, i, d=i, e=7, c=8)
        total += a[0] + a[1] + a[3] + len(a[2]) + len(a[5]) + sum(b[2]) + b[3] + b[5]["e"]
        if i == n - 20:
            both.__kwdefaults__["c"] = 30
        if i == n - 10:
            both.__defaults__ = (20,)
    both.__kwdefaults__["c"] = 3
    both.__defaults__ = (2,)
    return total, a, b


print(collected(100))


def inner(a, b, c=3):
    return a * 100 + b * 10 + c


def forward(*args, **kwargs):
    return inner(*args, **kwargs)


def decorated(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs) + len(args) % 2

    return wrapper


@decorated
def plain(a, b=1, *, c=2):
    return a + b + c


class Thing:
    def __init__(self, a, *, b=2, c):
        self.sum = a + b + c

    def method(self, *args, **kwargs):
        return self.sum + len(args) + sum(kwargs.values())

    def through(self, level, *args, **kwargs):
        return self.method(level, *args, **kwargs)


class Any(Thing):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.args = args
        self.kwargs = kwargs


def forwarded(n):
    total = 0
    pair, names = (1, 2), {"c": 5}
    for i in range(n):
        total += forward(i, 1) + forward(1, i, 2) + forward(i, b=3) + forward(1, 2, c=i)
        total += inner(*pair) + inner(*pair, i) + inner(i, *pair) + inner(*pair, **names) + inner(*[1, i])
        total += plain(i) + plain(i, 2) + plain(i, c=i)
        t = Thing(i, c=1)
        total += t.sum + Thing(1, b=i, c=2).sum + t.method() + t.method(1, 2, x=i)
        total += t.through(1) + t.through(1, 2) + t.through(1, x=2)
        a = Any(i, c=2)
        total += a.sum + Any(1, b=i, c=i).sum + len(a.args) + len(a.kwargs)
        total += max(*pair) + max(*(i, 50)) + len(dict(**names))
        if i == n - 30:
            pair = (3, i)
        if i == n - 20:
            pair = [4, 5]
        if i == n - 10:
            names["c"] = i
    return total


print(forwarded(60), forwarded(200))


def lengths(n):
    """Tuples and dicts of other lengths come by the same way."""

    def count(*args, **kwargs):
        return len(args) * 10 + len(kwargs)

    results = []
    for i in range(n):
        values = (1,) * (i % 4 if i > n - 12 else 2)
        names = {"x": 1} if i > n - 6 else {}
        results.append(count(*values, **names))
        results.append(forward(*values, **names) if i < n - 12 else 0)
    return results[-30:]


print(lengths(60))


def wrong(n):
    told = []
    for i in range(n):
        try:
            last = i - n + 10
            if last < 0:
                inner(*(1, 2), **{})
            elif last == 0:
                inner(*(1,))
            elif last == 1:
                inner(*(1, 2), a=3)
            elif last == 2:
                Thing(1)
            elif last == 3:
                Thing(1, 2, c=3)
            elif last == 4:
                both(*(1,), **{"d": 2, "a": 3})
            elif last == 5:
                inner(*5)
            elif last == 6:
                inner(**[1])
            elif last == 7:
                inner(1, 2, **{3: 4})
            elif last == 8:
                Any(1, 2, b=3)
            else:
                rest()
        except TypeError as error:
            told.append(str(error))
    return told


print(*wrong(60), sep="\n")


def same(n):
    """What a parameter gets is a new object each time."""
    kept = []

    def take(*args, **kwargs):
        kwargs["more"] = len(kept)
        kept.append((args, kwargs))
        return args

    given = {"a": 1}
    for i in range(n):
        take(i, **given)
        take(*kept[-1][0], b=2)
    nothing = ()
    return kept[-4:], given, kept[-1][0] is kept[-2][0], take() is nothing


print(same(50))


class Shown:
    def __len__(self):
        frame = sys._getframe(1)
        return len(frame.f_locals["args"]) * 10 + len(frame.f_locals["kwargs"])


def shown(n):
    def look(*args, **kwargs):
        return len(s) + len(args)

    s = Shown()
    return [look(*((1,) * (i % 3)), x=i) + look(i) for i in range(n)][-6:]


print(shown(60))


def trace(tb):
    names = []
    while tb is not None:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, sorted(tb.tb_frame.f_locals)))
        tb = tb.tb_next
    return names


def fails(*args, **kwargs):
    return args[kwargs.get("index", 0)]


def raising(n):
    results = []
    for i in range(n):
        try:
            results.append(fails(i, 1, index=2 if i > n - 3 else 1))
        except IndexError as error:
            results.append((trace(error.__traceback__), error.__traceback__.tb_next.tb_frame.f_locals["args"]))
    return results[-4:]


print(raising(60))


def recursive(n):
    def walk(k, *more, **names):
        if k == 0:
            return len(more) + sum(names.values())
        return walk(k - 1, *more, k, **names) + walk(k - 2 if k > 1 else 0, x=k)

    return [walk(k) for k in range(n)]


print(recursive(14))


def caller(depth=1):
    return sys._getframe(depth)


def where(*args):
    frame = caller()
    names = [frame.f_code.co_name, frame.f_back.f_code.co_name, frame.f_locals["args"]]
    return names, frame.f_back.f_lineno - frames.__code__.co_firstlineno


def frames(n):
    """Functions that look at who calls them, in a loop that is compiled."""
    seen = []
    for i in range(n):
        seen.append(where(i))
        seen.append(where(i, i))
    return seen[-2:], len(seen)


print(frames(80))


def beside_each_other(n):
    """The same with several threads."""
    results = {}

    def work(k):
        results[k] = forwarded(n), lengths(n), wrong(n), raising(n), recursive(8)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results[0] == results[1] == results[2], results[0][:2]


print(beside_each_other(60))
