# yield from: sub-iterators without send, exceptions through levels, closing, return values.
def inner(log):
    try:
        while True:
            x = yield len(log)
            log.append(x)
            if x == "stop":
                return "inner result"
    except ValueError as e:
        log.append(("value", str(e)))
        yield "handled"
        return "after error"
    finally:
        log.append("finally")
def outer(log):
    r = yield from inner(log)
    log.append(r)
    r2 = yield from [10, 20]
    log.append(r2)
    return "all"
log = []
g = outer(log)
print(next(g), g.send("a"), g.send("b"), g.send("stop"), log)
print(next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value, log)
log = []
g = outer(log)
next(g)
print(g.throw(ValueError("bad")), next(g), log)
try:
    g.send(5)
except AttributeError as e:
    print(e)
log = []
g = outer(log)
next(g)
g.close()
print(log)
def delegate_to(x):
    yield from x
for bad in (5, None):
    try:
        list(delegate_to(bad))
    except TypeError as e:
        print(e)
class Sub:
    def __iter__(self): return self
    def __next__(self): return "next"
    def send(self, v): return ("sent", v)
    def throw(self, *a): return ("thrown", type(a[0]).__name__)
    def close(self): print("closed by delegation")
g = delegate_to(Sub())
print(next(g), g.send(1), g.throw(KeyError("k")), next(g))
g.close()
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)))
def chain(*its):
    for it in its:
        yield from it
print(list(chain("ab", [1], (x for x in range(2)))), sum(chain(range(5), range(3))))
def deep(n):
    if n == 0:
        yield "bottom"
    else:
        yield from deep(n - 1)
print(list(deep(200)))
print([*chain()], (lambda: (yield from "xy"))().__next__())
g = chain(deep(1), deep(2))
print(g.gi_yieldfrom, next(g), type(g.gi_yieldfrom).__name__, g.gi_running)
