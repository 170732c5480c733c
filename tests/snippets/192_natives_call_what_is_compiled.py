# Native functions that call functions which have traces of their own, in loops that are compiled: what they give, what they raise, and
# the lines that tracebacks show.

import functools


def lines_of(error):
    """The functions and lines of a traceback, from the one that caught on."""
    found = []
    at = error.__traceback__
    while at:
        code = at.tb_frame.f_code
        found.append((code.co_name, at.tb_lineno - code.co_firstlineno))
        at = at.tb_next
    return tuple(found)


def counted(work, turns, every):
    """What a loop gives and where it fails."""
    total = 0
    failures = {}
    for turn in range(turns):
        try:
            total += work(turn, every)
        except (ValueError, KeyError, TypeError, ZeroDivisionError) as error:
            place = type(error).__name__, lines_of(error)
            failures[place] = failures.get(place, 0) + 1
    return total, sorted(failures.items())


def loops(value, every):
    """It has a loop, and so a trace of its own."""
    total = 0
    for number in range(20):
        total += number
        if value % every == 17:
            if number == 13:
                raise ValueError(
                    value
                )
    return total + value


def calls_itself(depth, every):
    if depth == 0:
        if every % 13 == 5:
            raise KeyError(every)
        return 1
    return calls_itself(depth - 1, every) + calls_itself(
        depth - 1, every)


def with_key(turn, every):
    values = [turn, turn + 1, 3]
    return sorted(values, key=lambda value: -loops(value, every))[0]


def with_map(turn, every):
    return sum(
        map(functools.partial(loops, every=every),
            (turn, 1, 2)))


def with_max(turn, every):
    def key(value):
        return loops(value, every)

    return max([turn, 3], key=key)


def with_filter(turn, every):
    return len(list(filter(lambda value: loops(value, every) % 2, range(turn, turn + 3))))


def with_reduce(turn, every):
    return functools.reduce(lambda a, b: a + loops(b, every), [turn, 2, 3])


def with_recursion(turn, every):
    return max(
        [turn],
        key=lambda value: calls_itself(3, value),
    )


class Number:
    def __init__(self, value, every):
        self.value = value
        self.every = every

    def __lt__(self, other):
        return loops(self.value, self.every) < loops(other.value, self.every)

    def __index__(self):
        return loops(self.value, self.every) % 7

    def __hash__(self):
        return loops(self.value, self.every)

    def __eq__(self, other):
        return self.value == other.value

    def __len__(self):
        return loops(self.value, self.every) % 5

    def __contains__(self, value):
        return loops(value, self.every) > 200

    def __repr__(self):
        return str(loops(self.value, self.every))

    def __format__(self, how):
        return how + str(loops(self.value, self.every))

    def __iter__(self):
        for number in range(3):
            yield loops(self.value + number, self.every)


def with_methods(turn, every):
    number = Number(turn, every)
    other = Number(turn + 1, every)
    total = min(
        number,
        other).value
    total += [1, 2, 3, 4, 5, 6, 7][number]
    total += len({number: 1,
                  other: 2})
    total += len(
        number)
    if turn in number:
        total += 1
    total += len(f"{number:x} {other!r}")
    total += len("%s" % number)
    total += sum(number)
    total += len(bin(
        number))
    return total


def with_dict(turn, every):
    table = {}
    key = Number(turn, every)
    table.setdefault(key, 1)
    table[key] += 1
    return table.pop(
        key)


for work in (with_key, with_map, with_max, with_filter, with_reduce, with_recursion, with_methods, with_dict):
    print(work.__name__, counted(work, 600, 100))


# Bound native functions of different receivers.
def bound(turns):
    lists = [[], [], []]
    texts = ["a-b", "c", "d-e-f"]
    tables = [{1: 2}, {}, {3: 4}]
    total = 0
    seen = set()
    for turn in range(turns):
        append = lists[turn % 3].append
        append(turn)
        split = texts[turn * 7 % 3].split
        total += len(split("-"))
        get = tables[turn % 3].get
        total += get(turn % 5, 10)
        add = seen.add
        add(turn % 50)
        if turn % 400 == 399:
            append = seen.add
            append("added")
            get = texts[1].count
            total += get("c")
    return total, [len(each) for each in lists], len(seen)


print(bound(2000))


def changing_bound(turns):
    """One call of what is sometimes one thing and sometimes another."""
    out = []
    table = {}
    calls = [out.append, table.setdefault, len, str, out.count, Number, "x{}".format, out.__len__, table.__contains__]
    total = 0
    for turn in range(turns):
        call = calls[turn // 100 % len(calls)]
        try:
            result = call(
                turn
            )
        except TypeError as error:
            result = str(error) + str(lines_of(error))
        total += 1 if result is None else len(str(type(result))) + (result if isinstance(result, int) else 0)
    return total, len(out), len(table)


print(changing_bound(2500))


def fails_late(values):
    """A bound native fails in late turns."""
    results = {}
    text = "a,b"
    join = ",".join
    index = text.index
    pop = [1, 2, 3].pop
    for value in values:
        for call in join, index, pop:
            try:
                result = call(value)
            except Exception as error:
                result = f"{type(error).__name__}: {error} {lines_of(error)}"
            results[str(result)] = results.get(str(result), 0) + 1
    return results


print(fails_late([["a"], "b"] * 300 + [1, None, ["a", 1], "z"]))


# A loop that has more in line than fits into a trace.
def big(a, b):
    c = a + b
    d = c * 2 - a
    e = (c ^ d) + (a & b) + (c | 1) + (d >> 1)
    f = e % 7 + d % 5 + c % 3
    g = [a, b, c, d, e, f]
    h = {a: b, c: d}
    i = str(e) + str(f) + str(len(g)) + str(len(h))
    if f == 3:
        g.append(c)
    if f > 20:
        raise ValueError(f)
    return len(i) + sum(g) % 11 + g[0] + g[-1]


def bigger(a):
    return (big(a, 1) + big(a, 2) + big(a, 3) + big(a, 4) + big(a, 5) + big(a, 6)
            + big(a, 7) + big(a, 8) + big(a, 9) + big(a, 10))


def biggest(a):
    total = bigger(a) + bigger(a + 1) + bigger(a + 2) + bigger(a + 3) + bigger(a + 4)
    total += bigger(a) + bigger(a + 1) + bigger(a + 2) + bigger(a + 3) + bigger(a + 4)
    if a % 250 == 249:
        raise ZeroDivisionError(a)
    return total


def too_much(turns):
    total = 0
    failed = []
    for turn in range(turns):
        try:
            total += biggest(turn)
        except ZeroDivisionError as error:
            failed.append(lines_of(error))
    return total, failed


print(too_much(600))
