# Generators: laziness, send, throw, close, return values, yield from.
def count(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "done"
g = count(3)
print(next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
print(list(count(2)), next(g, "empty"))
def catching():
    while True:
        try:
            x = yield "ready"
            print("x", x)
        except ValueError as e:
            print("caught", e)
        except GeneratorExit:
            print("closing")
            raise
        finally:
            print("round")
g = catching()
print(next(g), g.throw(ValueError("v")), g.send(1))
print(g.close(), g.close())
def outer():
    result = yield from inner()
    print("inner returned", result)
    yield from "ab"
    return (yield from [])
def inner():
    try:
        x = yield 1
        print("sent", x)
        yield 2
    except KeyError:
        yield "recovered"
    return "r"
g = outer()
print(next(g), g.send("s"), next(g), next(g))
g = outer()
print(next(g), g.throw(KeyError), next(g), next(g), next(g, "end"))
try:
    count(1).send(5)
except TypeError as e:
    print(e)
def returns_stop():
    yield 1
    raise StopIteration("x")
try:
    list(returns_stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def stubborn():
    try:
        yield
    except GeneratorExit:
        yield
g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)
def me():
    yield next(running)
running = me()
try:
    next(running)
except ValueError as e:
    print(e)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([x for x, _ in zip(fib(), range(10))], g.gi_running, count.__name__, type(g).__name__)
