# Compiled loops of two threads on disjoint data: how much of two threads' work one thread's time allows (2 is all).
import threading
from time import perf_counter


class Body:
    def __init__(self):
        self.x, self.v = 1.0, 0.0


def swing(body, items, n):
    total = 0
    for i in range(n):
        body.v -= body.x * 0.001
        body.x += body.v * 0.001
        items[i & 1023] += i
        total ^= items[i * 7 & 1023]
    return total


def run(threads, n):
    work = [threading.Thread(target=swing, args=(Body(), [0] * 1024, n)) for _ in range(threads)]
    began = perf_counter()
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    return perf_counter() - began


run(2, 100_000)
ratios = []
for _ in range(9):
    one = run(1, 3_000_000)
    two = run(2, 3_000_000)
    ratios.append(2 * one / two)
print(f"{sorted(ratios)[4]:.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")
