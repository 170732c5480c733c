# heap=48M: threads that fill the heap together each get their MemoryErrors, and all go on.
import threading

ROUNDS = 3
gate = []


def fill(kind):
    kept = []
    while True:
        kept.append(kind(len(kept)))


def run(index, kind):
    # Whatever needs memory may find none while another thread has it: this does not.
    while not gate:
        pass
    while caught[index] < ROUNDS:
        try:
            fill(kind)
        except MemoryError:
            caught[index] += 1


def join(thread):
    while True:
        try:
            return thread.join()
        except MemoryError:
            pass


def lists(n):
    return [n]


def blocks(n):
    return bytes(10_000)


def dicts(n):
    return {n: n}


kinds = [lists, str, blocks, dicts]
caught = [0] * len(kinds)
threads = [threading.Thread(target=run, args=pair) for pair in enumerate(kinds)]
for thread in threads:
    thread.start()
gate.append("open")
for thread in threads:
    join(thread)
print(caught)
print(len(bytearray(20_000_000)))
