# A chain of generators that delegate: what the frames between are seen to be, and how they go on.
import sys
import traceback


def leaf(look):
    got = yield "first"
    while got != "end":
        got = yield look(got)
    return "returned"


def middle(look):
    here = "in the middle"
    try:
        result = yield from leaf(look)
    except KeyError as error:
        result = f"caught {error!r}"
        yield here, result
    yield here, result
    return here


def top(look):
    there = "on top"
    result = yield from middle(look)
    return there, result


def drive(generator):
    for value in generator:
        print("value", value)


chain = top(lambda got: got)
print(next(chain), chain.send(1), chain.send(2), chain.send("end"))
try:
    next(chain)
except StopIteration as stop:
    print("stopped with", stop.value)

# The frames are there for who asks, with their variables.
def frames(got):
    frame, seen = sys._getframe(1), []
    while frame.f_code.co_name != "<module>":
        kept = {k: v for k, v in frame.f_locals.items() if k in ("here", "there", "got")}
        seen.append((frame.f_code.co_name, kept))
        frame = frame.f_back
    return seen


chain = top(frames)
next(chain)
print(chain.send("look"))
print(chain.send("again"))
inner = chain.gi_yieldfrom
print(inner.gi_frame.f_locals["here"], chain.gi_frame.f_lineno - top.__code__.co_firstlineno)

# And are running: none of them can be resumed, and none delegates.
def resume(got):
    for generator in chain, chain_middle, chain_leaf:
        try:
            next(generator)
        except ValueError as error:
            print(error)
        print(generator.gi_running, generator.gi_suspended, generator.gi_yieldfrom)
    return "resumed"


chain = top(resume)
next(chain)
chain_middle = chain.gi_yieldfrom
chain_leaf = chain_middle.gi_yieldfrom
print(chain.send(None), chain.gi_running, chain.gi_suspended, chain.gi_yieldfrom is chain_middle)
print(chain.send(None), chain_middle.gi_yieldfrom is chain_leaf)

# What is raised in the innermost passes all of them.
def fail(got):
    return {}[got]


chain = top(fail)
next(chain)
print(chain.send("key"))
print(next(chain))
chain = top(lambda got: 1 // got)
next(chain)
print(chain.send(1))
try:
    chain.send(0)
except ZeroDivisionError as error:
    for entry in traceback.extract_tb(error.__traceback__):
        print(entry.name, entry.line)
print(chain.gi_frame, list(chain))

# Thrown in, closed, changed from outside.
chain = top(lambda got: got)
next(chain)
chain.send(5)
print(chain.throw(KeyError("thrown")))
print(next(chain))
chain = top(lambda got: got)
next(chain)
chain.send(5)
chain.close()
print(chain.gi_frame, list(chain))


def change(got):
    sys._getframe(2).f_locals["here"] = "changed"
    return got


chain = top(change)
next(chain)
print(chain.send(3), chain.send("end"))

# A delegate that somebody else resumes, or has ended.
shared = leaf(lambda got: got)
def delegate():
    return (yield from shared)
one = delegate()
print(next(one), shared.send(7), one.send(8), next(shared))
try:
    shared.send("end")
except StopIteration as stop:
    print(stop.value)
print(list(one))

# Deep.
def deep(n):
    if n:
        yield from deep(n - 1)
    else:
        yield 1
        yield 2
generator = deep(300)
print(list(generator))

# Handling an exception in between.
def handling():
    try:
        raise ValueError("handled")
    except ValueError:
        yield from inside()
    yield sys.exception()
def inside():
    yield repr(sys.exception())
    yield repr(sys.exception())
def outside():
    try:
        raise TypeError("outside")
    except TypeError:
        generator = handling()
        print(next(generator), repr(sys.exception()))
    print(next(generator), sys.exception(), next(generator))
outside()


class Steps:
    """`__iter__` and `__await__` in Python."""

    def __init__(self, *steps):
        self.steps = steps

    def __iter__(self):
        for step in self.steps:
            yield step

    __await__ = __iter__


async def wait(n):
    return await wait(n - 1) if n else await Steps(1, 2)


def run(coroutine):
    try:
        while True:
            print("step", coroutine.send(None), coroutine.cr_await)
    except StopIteration as stop:
        return stop.value


coroutine = wait(3)
print(coroutine.send(None), coroutine.cr_await.cr_await.cr_code.co_name, coroutine.cr_running)
print(coroutine.send(None))
try:
    coroutine.send(None)
except StopIteration as stop:
    print(stop.value)


class Bad:
    def __init__(self, result):
        self.result = result

    def __iter__(self):
        return self.result

    __await__ = __iter__


async def wait_for(awaitable):
    await awaitable


for result in 1, None, [], wait(0), iter([]), Steps():
    try:
        print(list(Bad(result)))
    except TypeError as error:
        print(error)
    try:
        for _ in Bad(result):
            pass
    except TypeError as error:
        print(error)
    try:
        wait_for(Bad(result)).send(None)
    except (TypeError, StopIteration) as error:
        print(repr(error))
    if hasattr(result, "close"):
        result.close()
