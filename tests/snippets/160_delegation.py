# Generators and coroutines that delegate, and what can be seen of those that wait.
import sys


def inner(n):
    got = []
    for i in range(n):
        got.append((yield i))
    return got


def middle(n):
    result = yield from inner(n)
    yield len(result)
    return result


def outer(n):
    return (yield from middle(n)), "end"


# Loops over chains of them, often.
total = 0
for n in range(40):
    for value in outer(n % 5):
        total += value
print(total)

# What is sent goes to the innermost; what is returned to the one that waits.
for n in range(1, 30):
    generator = outer(n)
    values = [next(generator)]
    try:
        while True:
            values.append(generator.send(len(values) * 10))
    except StopIteration as stop:
        result = stop.value
print(values[-3:], result[0][-2:], result[1])


# Exceptions go outwards through all of them, with all of their frames.
def fails(n):
    yield n
    yield 1 // n


def waits(n):
    try:
        yield from fails(n)
    finally:
        yield "finally"


names = set()
seen = 0
for n in [1, 2, 3] * 15 + [0]:
    try:
        for value in waits(n):
            seen += 1
    except ZeroDivisionError as error:
        traceback = error.__traceback__
        while traceback:
            names.add((traceback.tb_frame.f_code.co_name, traceback.tb_lineno - traceback.tb_frame.f_code.co_firstlineno))
            traceback = traceback.tb_next
print(seen, sorted(names)[1:])


# Those that wait are running: they say so, and are not resumed again.
def looks(generators):
    yield 0
    yield [generator.gi_running for generator in generators]
    frame = sys._getframe()
    yield [frame.f_back.f_code.co_name, frame.f_back.f_back.f_code.co_name]
    for generator in generators:
        try:
            next(generator)
        except ValueError as error:
            yield str(error)


def through(generators):
    yield from looks(generators)


def first(generators):
    yield from generators[1]


answers = []
for _ in range(30):
    generators = []
    generators[:] = [first(generators), through(generators)]
    answers.append([value for value in generators[0]])
print(answers[0], all(answer == answers[0] for answer in answers))


# Loops that end before the chain does close all of it.
closed = []


def closes(n):
    try:
        yield from range(n)
    finally:
        closed.append(n)


def delegates(n):
    try:
        yield from closes(n)
    finally:
        closed.append(-n)


for n in range(1, 30):
    generator = delegates(n)
    for value in generator:
        if value == n // 2:
            break
    generator.close()
print(closed[-4:], len(closed))


# Coroutines.
class Pause:
    def __await__(self):
        return (yield "pause")


async def leaf(n):
    return n if n % 3 else await Pause()


async def loop(n):
    total = 0
    for i in range(n):
        total += await leaf(i)
    return total


async def deep(n):
    return await deep(n - 1) + 1 if n else await loop(4)


def drive(coroutine):
    count, sent = 0, None
    while True:
        try:
            coroutine.send(sent)
        except StopIteration as stop:
            return count, stop.value
        count += 1
        sent = count


print(drive(loop(90)), [drive(deep(n)) for n in range(0, 90, 9)])
