"""What is taken from generators is taken once, also by a transaction that began within one and is rolled back."""

import threading


class Box:
    pass


box = Box()
box.v = 1
box.n = 0


def gen(n):
    i = 0
    while i < n:
        yield i * box.v
        box.n += 1
        i += 1


def floats(n):
    for i in range(n):
        yield i * 0.5 * box.v
        box.n += 1


errors = []


def work():
    n = 300
    for _ in range(6):
        a, b, c, d = sum(gen(n)), list(gen(n)), sum(floats(n)), max(gen(n))
        if (a, b, c, d) != (n * (n - 1) // 2, list(range(n)), 0.5 * n * (n - 1) / 2, n - 1):
            errors.append((a, len(b), c, d))


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("errors", len(errors), errors[:3])
