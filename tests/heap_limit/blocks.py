# heap=24M: a MemoryError leaves an atomic block as any exception does, and the block happens once.
import threading
from stm import atomic

log = []


def block(fill):
    try:
        with atomic:
            log.append("begun")
            fill()
            log.append("never")
    except MemoryError:
        log.append("left")


def too_large():
    return [0] * 10**9


def filled():
    kept = {}
    while True:
        kept[len(kept)] = [len(kept)]


for fill in (too_large, filled, too_large):
    block(fill)
print(log)

log.clear()
total = [0]


def add():
    for _ in range(200):
        with atomic:
            total[0] += 1


def add_and_ask():
    for _ in range(20):
        try:
            with atomic:
                total[0] += 1
                too_large()
        except MemoryError:
            pass


threads = [threading.Thread(target=target) for target in (add, add_and_ask, add)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
