"""Generators and coroutines that delegate to each other, compiled."""

import sys
import threading
import types


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def build(values):
    if not values:
        return None
    middle = len(values) // 2
    return Tree(build(values[:middle]), values[middle], build(values[middle + 1 :]))


def walk():
    total = 0
    tree = build(range(60))
    for _ in range(20):
        for value in tree:
            total += value
    return total


def numbers(n):
    for i in range(n):
        yield i
    return n


def counted(n):
    """What is returned goes to the one that waits."""
    first = yield from numbers(n)
    second = yield from numbers(first + 1)
    yield ("both", first, second)
    return first + second


def outer(n):
    for i in range(n):
        result = yield from counted(i % 4)
        yield result


def returned():
    seen = []
    for value in outer(60):
        seen.append(value)
    return len(seen), seen[-4:], sum(value for value in seen if type(value) is int)


def of_numbers(n):
    for i in range(n):
        yield from [i, i + 1]
        yield from (i, 2 * i)
        yield from range(i, i + 3)
        yield i


def plain():
    total = 0
    for value in of_numbers(70):
        total += value
    return total


def of_builtins(n):
    for i in range(n):
        yield from [i, i + 1]
        yield from (i, "a")
        yield from range(i, i + 2)
        yield from {i: 1}
        yield from zip((1, 2), "xy")


def builtins():
    count, last = 0, None
    for value in of_builtins(50):
        count, last = count + 1, value
    return count, last


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


def depths():
    """Deeper than what compiled code does in line."""
    total = 0
    for i in range(2, 62, 4):
        for value in deep(i):
            total += value
    return total


def failing(n):
    yield n
    if n % 7 == 3:
        raise KeyError(n)
    yield {}["missing"] if n % 11 == 5 else -n


def guarded(n):
    try:
        yield from failing(n)
    except KeyError as error:
        yield ("caught", error.args, len(error_frames(error)))
    finally:
        yield "end"


def error_frames(error):
    names, traceback = [], error.__traceback__
    while traceback:
        names.append((traceback.tb_frame.f_code.co_name, traceback.tb_lineno))
        traceback = traceback.tb_next
    return names


def through(n):
    yield from guarded(n)


def raising():
    seen = []
    for n in range(60):
        for value in through(n):
            seen.append(value)
    return len(seen), seen[:12], seen[-12:]


def escaping():
    """The exception leaves the chain: its traceback has all frames."""
    seen = set()

    def inner(n):
        for i in range(n):
            yield i
        yield n // (n % 5 - 2)

    def middle(n):
        yield from inner(n)

    def outside(n):
        yield from middle(n)

    total = 0
    for n in range(60):
        try:
            for value in outside(n):
                total += value
        except ZeroDivisionError as error:
            seen.add(tuple(name for name, _ in error_frames(error)))
    return total, sorted(seen)


def looked_at():
    """Who looks at frames or at generators from within sees all of them."""
    names = []
    made = []

    def inner(n):
        for i in range(n):
            yield i
        frame, found = sys._getframe(), []
        while frame.f_code.co_name != "looked_at":
            found.append(frame.f_code.co_name)
            frame = frame.f_back
        names.append((found, [generator.gi_running for generator in made], made[0].gi_yieldfrom))
        yield n

    def middle(n):
        made.append(inner(n))
        yield from made[-1]

    total = 0
    for n in range(40):
        made.clear()
        made.append(middle(n % 3))
        for value in made[0]:
            total += value
    return total, names[0], names[-1], all(name == names[0] for name in names)


def reentered():
    """One that runs is not resumed again, nor is one of those that wait for it."""
    made, seen = [], []

    def inner(n):
        yield n
        for generator in made:
            try:
                next(generator)
            except ValueError as error:
                seen.append(str(error))
        yield -n

    def middle(n):
        yield from inner(n)

    def outside(n):
        made[:] = [None, middle(n)]
        yield from made[1]

    for n in range(40):
        generator = outside(n)
        for value in generator:
            made[0] = generator
    return len(seen), set(seen)


class Pause:
    def __await__(self):
        value = yield "paused"
        return value


async def leaf(n):
    return n * 2


async def middle(n):
    total = 0
    for i in range(n):
        total += await leaf(i)
        if i % 50 == 49:
            total += await Pause()
    return total


async def fibonacci(n):
    if n < 2:
        return n
    return await fibonacci(n - 1) + await fibonacci(n - 2)


async def dividing(n, by):
    """The innermost of them raises, or asks for something; what waits for it catches that, or goes on."""
    if n == 0:
        return 100 // by
    if n == 3 and by % 4 == 1:
        return await Pause()
    try:
        return await dividing(n - 1, by) + 1
    except ZeroDivisionError:
        if n % 6:
            raise
        return -n


def recursion():
    results = [drive(fibonacci(n % 5 + 8)) for n in range(12)]
    raised = [drive(dividing(n % 10, n % 7)) for n in range(6, 200) if n % 7 or n % 10 > 5]
    caught = 0
    for n in range(60):
        try:
            drive(dividing(n % 5, n % 2))
        except ZeroDivisionError as error:
            caught += len(error_frames(error))
    return results, raised[-9:], len(raised), caught


async def stage(n, below):
    total = 0
    for i in range(n):
        total += await Pause()
    return total + (await below if below else 0)


def drive(coroutine):
    steps = 0
    try:
        coroutine.send(None)
        while True:
            steps += 1
            coroutine.send(steps)
    except StopIteration as stop:
        return steps, stop.value


@types.coroutine
def pauses(n):
    total = 0
    for i in range(n):
        total += yield i
    return total


async def driven(n):
    return await pauses(n) + await pauses(n)


def coroutines():
    pipeline = None
    for _ in range(4):
        pipeline = stage(40, pipeline)
    return (
        drive(fibonacci(13)),
        drive(pipeline),
        drive(middle(220)),
        [drive(driven(n)) for n in range(30)][-1],
    )


def thrown():
    seen = []

    def inner():
        total = 0
        while True:
            try:
                total += yield total
            except KeyError as error:
                seen.append(error.args)
                total += 100

    def outside():
        try:
            yield from inner()
        finally:
            seen.append("closed")

    for _ in range(3):
        generator = outside()
        value = next(generator)
        for i in range(60):
            value = generator.throw(KeyError(i)) if i % 20 == 19 else generator.send(i)
        generator.close()
        seen.append(value)
    return seen


def closed():
    """Loops that leave a chain before its end."""
    ends = []

    def inner(n):
        try:
            for i in range(n):
                yield i
        finally:
            ends.append(n)

    def outside(n):
        yield from inner(n)
        yield "never"

    total = 0
    for n in range(60):
        generator = outside(n + 3)
        for value in generator:
            total += value
            if value == n % 3 + 1:
                break
        generator.close()
    return total, len(ends), ends[-1]


def shared():
    """Two that delegate to the same one."""

    def inner():
        for i in range(400):
            yield i

    def outside(generator):
        yield from generator

    source = inner()
    total = 0
    for a, b in zip(outside(source), outside(source)):
        total += a * b
    rest = []
    source = inner()
    for value in outside(source):
        rest.append(value)
        for value in source:
            rest.append(-value)
            if value % 3 == 0:
                break
    return total, sum(rest), rest[-3:]


def local_names():
    """Variables of one that waits, when something raises in the other."""

    def inner(n):
        yield n
        yield 1 // (n % 9)

    def outside(n):
        text, count = "x" * n, n + 1
        yield from inner(n)
        yield text, count

    seen = []
    for n in range(1, 50):
        try:
            for value in outside(n):
                pass
        except ZeroDivisionError as error:
            frame = error.__traceback__.tb_next.tb_frame
            seen.append((frame.f_locals["count"], len(frame.f_locals["text"])))
    return seen


def in_threads():
    """The same while several threads run."""
    results = []

    def work():
        results.append((walk(), plain(), drive(fibonacci(11)), drive(middle(120))))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


for function in (
    walk,
    returned,
    plain,
    builtins,
    depths,
    raising,
    escaping,
    looked_at,
    reentered,
    coroutines,
    recursion,
    thrown,
    closed,
    shared,
    local_names,
    in_threads,
):
    print(function.__name__, function())
