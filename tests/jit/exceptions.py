"""Exceptions that are raised and caught in loops: by type, with causes and contexts, through frames, kept and forgotten."""

import sys
import traceback

N = 240
kept = []
kept_frame = []


class Mine(ValueError):
    def __init__(self, code, *more):
        super().__init__(code, *more)
        self.code = code


class Plain(Mine):
    pass


class Other(Exception):
    pass


def thrower(kind):
    if kind == 0:
        raise Mine(kind)
    if kind == 1:
        return {}["missing"]
    if kind == 2:
        return [][1]
    if kind == 3:
        raise LookupError from TypeError("cause")
    if kind == 4:
        raise Plain(4, "more")
    return kind


def between(kind):
    try:
        return thrower(kind)
    finally:
        kind += 1


def deep(kind, depth):
    return deep(kind, depth - 1) if depth else between(kind)


def by_type():
    total = 0
    for i in range(N):
        try:
            total += deep(i % 6, i % 4)
        except Plain as error:
            total += error.code * 10 + len(error.args)
        except Mine as error:
            total += error.code + 1
        except KeyError as error:
            total += len(error.args) + (error.args[0] == "missing")
        except IndexError:
            try:
                raise
            except LookupError as again:
                total += 3 + len(str(again))
        except LookupError as error:
            total += error.__cause__ is not None
        else:
            total += 2
    return total


def lines(error):
    """Where an exception has been, and what was in the variables there."""
    found = []
    entry = error.__traceback__
    while entry is not None:
        frame = entry.tb_frame
        names = {name: value for name, value in frame.f_locals.items() if type(value) is int}
        found.append((frame.f_code.co_name, entry.tb_lineno, frame.f_lineno, sorted(names.items())))
        entry = entry.tb_next
    return found


def seen_now_and_then():
    found = []
    for i in range(N):
        try:
            deep(i % 6, i % 3)
        except (Mine, LookupError) as error:
            if i % 59 == 5:
                found.append(lines(error))
                kept.append(error)
    return found


def inner(d, key):
    try:
        return d[key]
    except KeyError:
        return -1


def in_line():
    d = {i: i for i in range(0, N, 3)}
    return sum([inner(d, i) for i in range(N)])


def stores(d, key):
    try:
        return d[key]
    except KeyError as error:
        d[key] = len(d)
        return error.args[0]


def in_handler():
    d = {}
    return [stores(d, i % 50) for i in range(N)][::17], len(d)


def contexts():
    found = set()
    for i in range(N):
        try:
            try:
                raise Mine(i)
            except Mine:
                if i % 3 == 0:
                    raise Other("inner")
                if i % 3 == 1:
                    {}[[]]  # TypeError
                raise Other("none") from None
        except Other as error:
            found.add((str(error), type(error.__context__).__name__, error.__suppress_context__))
        except TypeError as error:
            found.add((type(error).__name__, type(error.__context__).__name__, error.__context__.code % 3))
    return sorted(found)


def who():
    return type(sys.exc_info()[1]).__name__


def handled_names():
    found = []
    for i in range(N):
        before = who()
        try:
            thrower(i % 6)
        except Mine:
            now = who()
            try:
                raise Other
            except Other:
                nested = who()
            found.append((before, now, nested, who()))
        except Exception:
            found.append(who())
    return sorted(set(map(str, found))), who()


def outer_handler():
    try:
        raise KeyError("outer")
    except KeyError:
        names = set()
        for i in range(N):
            try:
                raise Mine(i)
            except Mine as error:
                names.add(type(error.__context__).__name__)
            names.add(who())
    return sorted(names)


def cleans_up(log, i):
    try:
        if i % 4 == 0:
            raise Other(i)
        return i
    finally:
        log.append(i)


def with_finally():
    log, total = [], 0
    for i in range(N):
        try:
            total += cleans_up(log, i)
        except Other as error:
            total -= error.args[0]
    return total, len(log)


def swallows(i):
    for _ in range(2):
        try:
            raise Mine(i)
        except Mine as error:
            value = error.code
        finally:
            value += 1
        if i % 2:
            continue
    return value


def repeated():
    return sum([swallows(i) for i in range(N)])


def again(error):
    raise error


def raised_twice():
    error, depth = Other("twice"), []
    for i in range(6):
        try:
            again(error)
        except Other as caught:
            depth.append(len(traceback.extract_tb(caught.__traceback__)))
    for i in range(N):
        try:
            try:
                raise Other(i)
            except Other as first:
                raise first
        except Other as second:
            if i % 71 == 3:
                depth.append((len(traceback.extract_tb(second.__traceback__)), second.__context__))
    return depth


def branches():
    total = 0
    for i in range(N):
        try:
            raise Mine(i)
        except Mine as error:
            if error.code % 5 == 0:
                total += 1
            elif error.code % 5 == 1:
                continue
            else:
                total += error.code
        total += 1
    return total


def leaves(n):
    for i in range(n):
        if i == n - 1:
            raise Other(i)


def left():
    total = 0
    for i in range(1, N):
        try:
            leaves(i)
        except Other as error:
            total += error.args[0]
    return total


class Manager:
    def __init__(self):
        self.seen = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, where):
        self.seen += kind is Mine
        return kind is Mine


def managed():
    manager = Manager()
    for i in range(N):
        with manager:
            thrower(5 * (i % 2))
    return manager.seen


def values(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise Mine(i)
            yield i
        except Mine as error:
            yield -error.code


def through_generators():
    total = 0
    for value in values(N):
        total += value
    for i in range(N):
        try:
            next(iter(()))
        except StopIteration as error:
            total += error.value is None
    return total


class Missing(dict):
    def __missing__(self, key):
        if key % 2:
            raise Mine(key)
        return key


def subclasses():
    d, total = Missing(), 0
    for i in range(N):
        try:
            total += d[i]
        except Mine as error:
            total -= error.code
        try:
            total += (1, 2, 3)[i % 5] + [1, 2][-(i % 4)]
        except IndexError:
            total += 100
    return total


def rebinding():
    global Other
    first, found = Other, []
    for i in range(N):
        if i == N // 2:
            Other = Mine
        try:
            raise Mine(i) if i % 2 else first(i)
        except Other as error:
            found.append(type(error).__name__)
        except Exception as error:
            found.append("!" + type(error).__name__)
    Other = first
    return {name: found.count(name) for name in sorted(set(found))}


def chain():
    """Each one has the one before it for its context."""
    def fail(depth):
        try:
            raise Mine(depth)
        except Mine:
            if depth:
                fail(depth - 1)
            raise Other(depth)

    lengths = []
    for i in range(N):
        try:
            fail(i % 4)
        except Other as error:
            count = 0
            while error is not None:
                error, count = error.__context__, count + 1
            lengths.append(count)
    return sum(lengths), max(lengths)


def locals_of_caught():
    found = []
    for i in range(N):
        try:
            thrower(0)
        except Mine as error:
            if i % 80 == 7:
                frame = error.__traceback__.tb_frame
                found.append((frame is sys._getframe(), frame.f_locals["i"] == i, "error" in frame.f_locals))
                inner_frame = error.__traceback__.tb_next.tb_frame
                found.append((inner_frame.f_code.co_name, inner_frame.f_locals))
    return found


def looks_at_itself(i):
    """A frame whose proxy an exception has, and which goes on after it was called from."""
    value = i
    try:
        raise Mine(i)
    except Mine as error:
        frame = error.__traceback__.tb_frame
        who()
        value += 1
        names = frame.f_locals
        now = names["value"], frame.f_lineno > 0, frame is sys._getframe()
    value += 1
    return now, frame.f_locals["value"]


def still_running():
    return [looks_at_itself(i) for i in range(N)][::61]


def kept_frames():
    frames = []
    for i in range(N):
        frame = keeps_frame(i)
        if i % 61 == 0:
            frames.append(sorted(frame.f_locals.items()))
    return frames


def keeps_frame(i):
    try:
        raise Mine(i)
    except Mine as error:
        frame = error.__traceback__.tb_frame
        who()
    i += 100
    kept_frame.append(frame)
    del frame
    return kept_frame.pop()


for test in (by_type, seen_now_and_then, in_line, in_handler, contexts, handled_names, outer_handler, with_finally,
             repeated, raised_twice, branches, left, managed, through_generators, subclasses, rebinding, chain,
             locals_of_caught, still_running, kept_frames):
    print(test.__name__, test())
print(sys.exc_info())
for error in kept:
    print(type(error).__name__, error.args, lines(error), type(error.__context__).__name__)
    print("".join(traceback.format_exception(error)).replace(__file__, "FILE"), end="")
