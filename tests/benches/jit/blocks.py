# Three attribute updates of a shared object in an atomic block, in a compiled loop: nanoseconds a block, alone and
# beside a second thread that sleeps.
import threading
from time import perf_counter

from stm import atomic

TURNS = 300_000


class Point:
    def __init__(self):
        self.x = self.y = self.z = 0


def updates(point, n):
    for _ in range(n):
        with atomic:
            point.x += 1
            point.y += 1
            point.z += 1


def measure():
    updates(Point(), 20_000)
    times = []
    for _ in range(7):
        began = perf_counter()
        updates(Point(), TURNS)
        times.append(perf_counter() - began)
    return sorted(times)[3] / TURNS * 1e9


print(f"alone {measure():.1f}")
event = threading.Event()
sleeper = threading.Thread(target=event.wait)
sleeper.start()
print(f"shared {measure():.1f}")
event.set()
sleeper.join()
