# Native functions that take all that a generator yields.
import sys


def pair(n):
    return (x * 3 % 1000 for x in range(n))


def sums(n):
    return (
        sum(x**3 for x in range(n)),
        sum((x for x in range(n)), 5),
        sum(x % 3 == 0 for x in range(n)),
        sum(x * 0.1 for x in range(n)),
        sum((1e16 if x == 7 else 1.0 for x in range(n)), 0.5),
        sum((-0.0 for x in range(n)), -0.0),
        sum(x if x < n // 2 else x + 0.5 for x in range(n)),
        sum(x / 2 if x < n // 2 else x for x in range(n)),
        sum(x / 2 if x < n // 2 else True for x in range(n)),
        sum(1j * x if x > n // 2 else x for x in range(n)),
        sum(2**60 + x for x in range(n)),
        sum(2**61 + x for x in range(n // 40)),
        sum(2**70 if x == n - 5 else x for x in range(n)),
        sum(([x] for x in range(n)), [])[-3:],
    )


class Whole(int):
    def __radd__(self, other):
        return 0.5 + other


def odd(n):
    infinite = sum(1e308 * 10 if x == n // 2 else 1.0 for x in range(n))
    return sum(Whole(x) if x == n - 9 else x for x in range(n)), infinite


def truths(n):
    return (
        any(x < 0 for x in range(n)),
        any(x == n - 1 for x in range(n)),
        all(x >= 0 for x in range(n)),
        all(x != n - 1 for x in range(n)),
        any("" if x < n - 3 else "x" for x in range(n)),
        all([x] if x < n - 3 else [] for x in range(n)),
    )


def extremes(n):
    return (
        max(pair(n)),
        min(pair(n)),
        max(x * 0.5 if x % 2 else -x for x in range(n)),
        min((str(x) for x in range(n)), default="none"),
        max((x for x in ()), default="none"),
        max(pair(n), key=lambda x: -x),
    )


class Upwards:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value < other.value

    def __gt__(self, other):
        return self.value > other.value

    def __bool__(self):
        return self.value > 150


def objects(n):
    best = max(Upwards(x * 7 % n) for x in range(n)), min(Upwards(x * 7 % n + 1) for x in range(n))
    return [one.value for one in best], any(Upwards(x) for x in range(n)), all(Upwards(x) for x in range(n))


def collections(n):
    text = ",".join(str(x) for x in range(n))
    extended = [0]
    extended.extend(x for x in range(n))
    first, *rest = (x * x for x in range(n))
    return (
        list(x * 2 for x in range(n))[-2:],
        tuple(x * 2 for x in range(n))[-2:],
        sorted(-x for x in range(n))[:2],
        sorted((x % 10, x) for x in range(n))[:2],
        len(set(x % 7 for x in range(n))),
        len(dict((x, x) for x in range(n))),
        len(text),
        len(extended),
        (first, len(rest), rest[-1]),
        max(*(x for x in range(n))),
    )


def trace(error):
    at = error.__traceback__
    names = []
    while at is not None:
        names.append((at.tb_frame.f_code.co_name, at.tb_lineno - at.tb_frame.f_code.co_firstlineno))
        at = at.tb_next
    return names


def fails(n):
    found = []
    for function in (sum, list, max, any, tuple, sorted):
        try:
            function(0 // (n - 9 - x) for x in range(n))
        except ZeroDivisionError as error:
            found.append(trace(error))
        try:
            function("text" if x == n - 4 else [] for x in range(n))
            found.append("no error")
        except TypeError as error:
            found.append((str(error), trace(error)))
    try:
        max(x for x in range(0))
    except ValueError as error:
        found.append(str(error))
    return found


def callers():
    frame = sys._getframe(1)
    names = []
    while frame is not None and frame.f_code.co_name != "<module>":
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def looking(n):
    for i in range(n):
        yield callers() if i == n - 1 else []


def seen(n):
    return sum(looking(n), []), list(looking(n))[-1], max(looking(n))


def running(n):
    def body():
        for i in range(n):
            yield i
            if i == n - 2:
                list(itself)

    itself = body()
    try:
        return sum(itself)
    except ValueError as error:
        return str(error)


def partly(n):
    numbers = (x for x in range(n))
    found = any(x == n // 2 for x in numbers)
    return found, next(numbers), sum(numbers), sum(numbers), list(numbers)


def nested(n):
    return sum(sum(x * y for x in range(n)) for y in range(n // 10)), [sum(x for x in range(k)) for k in range(12)]


def generators_of(n):
    def numbers(k):
        yield from range(k)

    def handled(k):
        for i in range(k):
            try:
                yield i
            except KeyError:
                pass

    return sum(numbers(n)), list(handled(n))[-1], sum(handled(n))


def deep(n):
    return 0 if n == 0 else sum(deep(n - 1) + x for x in range(2))


def too_deep():
    return sum(too_deep() for x in range(3))


for function in (
    sums, odd, truths, extremes, objects, collections, fails, seen, running, partly, nested, generators_of,
):
    print(function.__name__, function(200), function(407))
print(deep(8))
try:
    too_deep()
except RecursionError as error:
    print(type(error).__name__)
