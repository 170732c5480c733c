# Loops over generators, long enough to be compiled: values, ends, exceptions, and what can be seen from inside.
import sys
import threading


def unread(n):
    for x in range(n):
        pass
    for y in (i for i in range(n)):
        pass
    return x, y


def counting(n):
    i = 0
    while i < n:
        yield i
        i += 1


def plain(n):
    total = 0
    for x in counting(n):
        total += x
    return total


def comprehended(n):
    total = 0
    for x in (i**3 for i in range(n)):
        total += x
    return total


def filtered(n):
    total = 0
    for x in (i for i in range(n) if i % 3 and i % 7):
        total += x
    return total


def several(n):
    before = 0
    for i in range(n):
        yield i
        before += i
        yield -before
        if i % 10 == 9:
            yield "ten"


def kinds(n):
    numbers = texts = 0
    for x in several(n):
        if isinstance(x, str):
            texts += 1
        else:
            numbers += x
    return numbers, texts


def pipeline(n):
    squares = (i * i for i in range(n))
    odd = (s for s in squares if s & 1)
    total = 0
    for x in (o + 1 for o in odd):
        total += x
    return total


def nested(n, m):
    total = 0
    for i in range(n):
        for x in counting(m):
            total += x * i
    return total


def growing(n):
    x = 1
    for i in range(n):
        x = x * 3 + i
        yield x


def large(n):
    last = 0
    for x in growing(n):
        last = x
    return last % 1000000007


def broken(n):
    for i in range(n):
        yield 100 // (n - 50 - i)


def fails(n):
    total = 0
    try:
        for x in broken(n):
            total += x
    except ZeroDivisionError as error:
        outer, inner = error.__traceback__, error.__traceback__.tb_next
        lines = [tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno for tb in (outer, inner)]
        return total, x, lines, inner.tb_frame.f_locals["n"], inner.tb_next


def closed(log, n):
    try:
        for i in range(n):
            yield i
    finally:
        log.append(i)


def leaves(n):
    log = []
    generator = closed(log, n)
    for x in generator:
        if x == n - 5:
            break
    generator.close()
    return log


def ends_by_return(n):
    for i in range(10 * n):
        if i == n:
            return "value"
        yield i


def returned(n):
    count = 0
    for _ in ends_by_return(n):
        count += 1
    return count


def stops(n):
    for i in range(n):
        if i == n - 3:
            next(iter(()))
        yield i


def stopped(n):
    count = 0
    try:
        for _ in stops(n):
            count += 1
    except RuntimeError as error:
        return count, str(error), type(error.__cause__).__name__


def by_itself(n):
    def body():
        for i in range(n):
            yield i
            if i == n - 10:
                entered.append(i)
                for j in running:
                    yield j

    running = body()
    entered = []
    count = 0
    try:
        for _ in running:
            count += 1
    except ValueError as error:
        return count, entered, str(error)


def twice(n):
    # One generator under two names: each loop takes what the other leaves.
    one = counting(n)
    total = 0
    for x in one:
        for y in one:
            total += x - y
            if y % 2:
                break
    return total


def changing(n):
    for i in range(n):
        yield i if i < n // 2 else float(i)


def types(n):
    total = 0
    for x in changing(n):
        total += x
    return total


def both(n):
    total = 0
    for a, b in zip(counting(n), (i * 2 for i in range(n))):
        total += a * b
    for index, x in enumerate(counting(n)):
        total -= index * x
    return total


def receiving(n):
    total = 0
    for i in range(n):
        got = yield i
        total += 1 if got is None else got
    yield total


def unsent(n):
    last = None
    for last in receiving(n):
        pass
    return last


def sent(n):
    generator = receiving(n)
    next(generator)
    count = 0
    for x in generator:
        count += 1
        if count == n // 2:
            generator.send(1000)
    return count, x


def seen(n):
    # A loop looks at the frame of its generator now and then.
    found = []
    generator = counting(n)
    for x in generator:
        if x % 40 == 39:
            found.append((generator.gi_frame.f_locals["i"], generator.gi_running))
    found.append(generator.gi_frame)
    return found


def who():
    return sys._getframe(1).f_code.co_name


def looking(n):
    for i in range(n):
        yield who() if i % 30 == 29 else i


def asked(n):
    names = []
    for x in looking(n):
        if isinstance(x, str):
            names.append(x)
    return names


def handling(n):
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError as error:
            yield error.args[0]


def handled(n):
    total = 0
    for x in handling(n):
        total += x
        assert sys.exception() is None
    return total


def in_handler(n):
    try:
        raise LookupError("outside")
    except LookupError as outside:
        total = 0
        for x in counting(n):
            total += x
            if x == n - 1:
                assert sys.exception() is outside
        return total


def delegating(n):
    yield from counting(n)
    yield -1


def delegated(n):
    total = 0
    for x in delegating(n):
        total += x
    return total


def inside(n):
    # A loop over a generator, in a generator.
    for x in counting(n):
        if x % 5 == 0:
            yield x


def cells(n):
    step = 1

    def body():
        nonlocal step
        for i in range(n):
            step += i & 1
            yield step

    total = 0
    for x in body():
        total += x
    return total, step


def defaults(n, k=3):
    return sum(x * k for x in counting(n))


def deleted(n):
    for i in range(n):
        v = [i]
        yield v[0]
        del v


def deletes(n):
    total = 0
    for x in deleted(n):
        total += x
    return total


def shared(n):
    # Threads run through generators of their own, and through one that they share.
    one = counting(n)
    totals, seen = [], []

    def work():
        total = mine = 0
        for x in counting(n):
            total += x
        while True:
            try:
                for x in one:
                    mine += x
                break
            except ValueError:
                continue
        totals.append(total)
        seen.append(mine)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return totals, sum(seen)


for function in (
    unread, plain, comprehended, filtered, kinds, pipeline, large, fails, leaves, returned, stopped, by_itself,
    twice, types, both, unsent, sent, seen, asked, handled, in_handler, delegated, cells, defaults, deletes,
):
    print(function.__name__, function(200), function(407))
print(shared(2000))
print(nested(60, 40), nested(300, 3), nested(3, 300))
print(sum(inside(3000)), list(inside(60)), max(inside(777)))
