# heap=48M: threads that fill the heap together each get their MemoryError, and all go on.
import threading

COUNT = 4
start = threading.Barrier(COUNT)
lock = threading.Lock()
caught, finished = [], []


def fill(kind):
    kept = []
    while True:
        kept.append(kind(len(kept)))


def run(kind):
    for _ in range(3):
        start.wait()
        try:
            fill(kind)
        except MemoryError:
            with lock:
                caught.append(kind.__name__)
    with lock:
        finished.append(kind.__name__)


def lists(n):
    return [n]


def blocks(n):
    return bytes(10_000)


def dicts(n):
    return {n: n}


kinds = [lists, str, blocks, dicts]
threads = [threading.Thread(target=run, args=(kind,)) for kind in kinds]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(caught))
print(sorted(finished))
print(len(bytearray(20_000_000)))
