# Loops that get hot inside others: what a turn does not write is as it was, whoever looks at it, however the loop is left.
import sys


def outer(n):
    total, word, flag = 0, "a", None
    for k in range(n):
        flag = k % 3
        word = word + "b" if k % 50 else "a"
        for x in range(6):
            if x == flag:
                total += len(word)
                continue
            if x > k % 6:
                total -= flag
                break
            total += x
        else:
            word += "c"
        limit = total
        while limit > 1000:
            limit //= 2
            if limit % 7 == flag:
                word = word[:3]
                break
    return total, word, flag, limit


print(outer(700))


def seen(n):
    found = []
    late = "not yet"
    for k in range(n):
        before = k
        for x in range(4):
            y = x * k
            if k == n - 1 and x == 2:
                found.append(sorted((name, value) for name, value in locals().items() if name != "found"))
            if k % 100 == 99 and x == 3:
                found.append((sys._getframe().f_locals["late"], sys._getframe().f_locals["before"]))
                late = k
        after = before + y
    return found, after


print(seen(400))


def raised(n):
    caught = []
    kept = "start"
    for k in range(n):
        try:
            for x in range(5):
                item = (k, x)
                if k % 97 == 96 and x == 3:
                    raise ValueError(item)
            kept = k
        except ValueError as error:
            caught.append((error.args[0], kept, item))
            frame = error.__traceback__.tb_frame
            caught.append((frame.f_locals["k"], frame.f_locals["x"], frame.f_locals["kept"]))
    return caught


print(raised(300))


def deleted(n):
    out = []
    for k in range(n):
        extra = k
        for x in range(5):
            if k % 50 == 49 and x == 2:
                del extra
            if k % 50 == 49 and x == 4:
                try:
                    out.append(extra)
                except UnboundLocalError:
                    out.append("gone")
                extra = "back"
        out.append(extra) if k % 50 > 47 else None
    return out


print(deleted(200))


def closed(n):
    shared = 0
    calls = []

    def bump():
        nonlocal shared
        shared += 1
        return shared

    for k in range(n):
        for x in range(4):
            if x == k % 4:
                bump()
        if k % 100 == 0:
            calls.append(shared)
    return calls, shared


print(closed(400))


def typed(n):
    acc = 0
    for k in range(n):
        acc = 0 if k % 90 else 0.5 if k % 180 else "s"
        for x in range(8):
            acc = acc + (x if not isinstance(acc, str) else "t")
        last = acc
    return last, acc


print(typed(90 * 7 + 1), typed(300))


def inner(values, wanted):
    for value in values:
        if value == wanted:
            return value
    return None


def called(n):
    hits = 0
    for k in range(n):
        hits += inner(range(10), k % 13) is not None
        for x in (1, 2, 3):
            if inner((1, 2), x) is None:
                hits += 1000
    return hits


print(called(300))


def walk(tree):
    yield tree[0]
    for part in tree[1:]:
        for value in walk(part):
            if value != "skip":
                yield value


tree = (1, (2, ("skip",), (3,)), (4, (5, (6,))))
for _ in range(60):
    out = list(walk(tree))
print(out)


def big(n):
    n *= 2**60
    total = 0
    for k in range(200):
        step = n + k
        for x in range(5):
            total += step
            if x == k % 5:
                total -= 1
    return total


print(big(1), big(-3))
