# Variables that nobody reads any more are there nevertheless, for who looks at frames.
import sys


def last(n):
    for i in range(n):
        x = i * 2
        y = x * 0.5
        z = str(x) if i % 7 else None
    return locals()


def looked_at(n):
    found = []
    for i in range(n):
        doubled = i * 2
        found.append(sys._getframe().f_locals["doubled"])
        if i % 50 == 49:
            doubled = "{i} {doubled}".format(**locals())
            found.append(doubled)
    return found[-3:], sum(each for each in found if isinstance(each, int))


def callee(k):
    square = k * k
    half = k / 2
    if k % 40 == 39:
        return sorted(sys._getframe().f_locals.items()), sorted(sys._getframe(1).f_locals["here"].items())
    return half


def inlined(n):
    found = []
    here = {}
    for i in range(n):
        name = f"n{i}"
        here = {"name": name}
        found.append(callee(i))
    return found[-1], found[39], len(found)


def raises(k):
    inverse = 1 / (k + 1)
    unused = [k]
    if k % 30 == 29:
        raise ValueError(k)
    return inverse


def in_tracebacks(n):
    found = []
    for i in range(n):
        before = i + 0.25
        try:
            raises(i)
        except ValueError as error:
            tb = error.__traceback__
            frames = []
            while tb is not None:
                names = tb.tb_frame.f_locals
                frames.append({name: names[name] for name in ("before", "unused", "inverse", "k", "i") if name in names})
                tb = tb.tb_next
            found.append(frames)
    return found[-1], len(found)


def before_the_call(n):
    seen = value = 0
    for i in range(n):
        value = i
        try:
            value = raises(i)
        except ValueError:
            seen += value
    return seen, value


def deleted(n):
    for i in range(n):
        a = b = i
        if i % 3 == 0:
            del a
        if i == n - 2:
            c = i
    return sorted(locals().items())


def only_at_first(n):
    for i in range(n):
        if i < 3:
            early = i
        late = i if i > n - 40 else "not yet"
    return sorted(locals().items())


def types_that_change(n):
    for i in range(n):
        mixed = (i, float(i), None, str(i), 1 << 62 + i % 5)[i % 5]
    return mixed, sorted(locals().items())


def nested(n):
    for i in range(n):
        for k in range(3):
            product = i * k
        after = product + 1
    return sorted(locals().items())


def produced(n):
    def items():
        for k in range(n):
            squared = k * k
            yield k
        yield sorted(locals().items())

    for each in items():
        seen = each
    return seen


for function in (last, looked_at, inlined, in_tracebacks, before_the_call, deleted, only_at_first, types_that_change, nested, produced):
    for size in (120, 601):
        print(function.__name__, function(size))
