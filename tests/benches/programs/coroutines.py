"""Coroutines that await each other, driven by hand: a Fibonacci number and a pipeline."""

N = 25


class Pause:
    def __await__(self):
        value = yield "paused"
        return value


async def fibonacci(n):
    if n < 2:
        return n
    return await fibonacci(n - 1) + await fibonacci(n - 2)


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


def main(n):
    pipeline = None
    for _ in range(20):
        pipeline = stage(500, pipeline)
    return drive(fibonacci(n)), drive(pipeline)
