# async/await with a loop written by hand: coroutines, awaitables, async for, async with.
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return ("resumed", got)
async def leaf(n):
    r = await Suspend(n)
    return r
async def root():
    a = await leaf(1)
    b = await leaf(2)
    return a, b
def run(coro, log=True):
    value = None
    while True:
        try:
            out = coro.send(value)
        except StopIteration as e:
            return e.value
        if log:
            print("suspended with", out)
        value = out * 10
print(run(root()))
class AIter:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        self.i += 1
        if self.i > self.n: raise StopAsyncIteration
        await Suspend(self.i)
        return self.i
class AMan:
    async def __aenter__(self): print("aenter"); await Suspend(7); return "managed"
    async def __aexit__(self, *a): print("aexit", a[0] and a[0].__name__); return True
async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("agen got", got)
            await Suspend(i)
    finally:
        print("agen done")
async def everything():
    async for x in AIter(2):
        print("item", x)
    else:
        print("else")
    async with AMan() as m, AMan():
        print(m)
        raise ValueError
    print([x async for x in AIter(2)], [await leaf(x) for x in (1, 2)], {x: y async for x, y in pairs()})
    async for v in agen(2): print("v", v)
    g = agen(3)
    print(await g.asend(None), await g.asend("hi"))
    await g.aclose()
    return "finished"
async def pairs():
    yield 1, "a"
    yield 2, "b"
print(run(everything(), False))
c = leaf(1)
print(type(c).__name__, c.cr_running, leaf.__name__, type(agen(1)).__name__)
c.close()
try:
    run(c)
except RuntimeError as e:
    print(e)
async def bad(): await 5
async def bad2():
    async for x in [1]: pass
async def bad3():
    async with 5: pass
async def stops(): raise StopIteration("s")
for f in (bad, bad2, bad3, stops):
    try:
        run(f())
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, e)
async def catches():
    try:
        await Suspend(1)
    except KeyError as e:
        return "caught " + str(e)
c = catches()
c.send(None)
try:
    c.throw(KeyError("thrown in"))
except StopIteration as e:
    print(e.value)
c = catches()
try:
    for x in c: pass
except TypeError as e:
    print(e)
c.close()
