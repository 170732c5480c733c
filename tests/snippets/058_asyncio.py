# asyncio: gather, tasks, queues, locks, timeouts, cancellation, task groups.
import asyncio
async def work(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep(0)
    return name * 2
async def main():
    print(await asyncio.gather(work("a", 2), work("b", 3)))
    t = asyncio.create_task(work("t", 5), name="named")
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", t.cancelled(), t.get_name())
    q = asyncio.Queue(1)
    async def producer():
        for i in range(3):
            await q.put(i)
        await q.put(None)
    async def consumer():
        out = []
        while (x := await q.get()) is not None:
            out.append(x)
        return out
    print((await asyncio.gather(producer(), consumer()))[1])
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError:
        print("timeout")
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(work("x", 1))
            tg.create_task(fail())
            tg.create_task(forever())
    except* ValueError as g:
        print(g.exceptions)
    lock = asyncio.Lock()
    order = []
    async def locked(i):
        async with lock:
            order.append(("in", i))
            await asyncio.sleep(0)
            order.append(("out", i))
    await asyncio.gather(*(locked(i) for i in range(3)))
    print(order)
    e = asyncio.Event()
    asyncio.get_running_loop().call_soon(e.set)
    print(await e.wait(), [r if not isinstance(r, Exception) else repr(r) for r in await asyncio.gather(fail(), work("z", 0), return_exceptions=True)])
    done, pending = await asyncio.wait([asyncio.create_task(work("w", 0))])
    print(len(done), len(pending), await asyncio.wait_for(work("q", 0), 1), await asyncio.to_thread(lambda: "from a thread"))
    f = asyncio.get_running_loop().create_future()
    f.set_result(5)
    print(await f, f.done())
async def fail(): raise ValueError("failed")
async def forever():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("told to stop")
        raise
asyncio.run(main())
