# Loops that run long enough to be compiled, and what ends or disturbs them.
import gc
import signal
import sys
import threading


def nested(n, m):
    total = 0
    for i in range(n):
        for j in range(m):
            total += i * j
        total -= 1
    return total


def branches(n):
    a = b = c = 0
    flag = None
    for i in range(n):
        if i % 3 == 0:
            a += 1
        elif i % 5 == 0:
            b += i
        else:
            c -= 1
        if i == n - 7:
            flag = "seen"
    return a, b, c, flag


def growing(n):
    x = 1
    for i in range(n):
        x = x * 3 + i
    return x % 1000000007, x.bit_length()


def floats(n):
    x, small, large = 0.5, 1.0, 1.0
    for i in range(n):
        x = 3.7 * x * (1.0 - x)
        small *= 0.25
        large *= 4.0
    return round(x, 6), small, large


def changing(n):
    x = 0
    for i in range(n):
        if i == n // 2:
            x = float(x)
        x += 1
    return x


def raising(n):
    caught = 0
    items = list(range(10))
    for i in range(n):
        try:
            items[i % 13]
        except IndexError:
            caught += 1
    return caught


def fails(n):
    i = 0
    while True:
        i += 1
        n // (300 - i)


def inner(x):
    y = 0
    for k in range(5):
        y += k * x
    return y


def calling(n):
    total = 0
    for i in range(n):
        total += inner(i)
    return total


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx):
        return Point(self.x + dx, self.y - dx)


def objects(n):
    p = Point(0, 0)
    for i in range(n):
        p = p.moved(i & 3)
        if i % 100 == 0:
            p.x = -p.x
    return p.x, p.y


def generator(n):
    for i in range(n):
        yield i * 2


def consuming(n):
    return sum(generator(n)), [x for x in generator(20) if x % 3 == 0]


def interrupted():
    def handler(number, frame):
        raise KeyboardInterrupt

    old = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    i = 0
    try:
        while True:
            i += 1
    except KeyboardInterrupt:
        return i > 0
    finally:
        signal.signal(signal.SIGALRM, old)


def with_threads(n):
    counts = [0, 0]
    lock = threading.Lock()

    def work(which):
        for i in range(n):
            counts[which] += i & 1
            if i % 1000 == 0:
                with lock:
                    pass

    for i in range(n):
        counts[0] += 0
    threads = [threading.Thread(target=work, args=(k,)) for k in range(2)]
    for thread in threads:
        thread.start()
    total = 0
    for i in range(n):
        total += i
    for thread in threads:
        thread.join()
    for i in range(n):
        total -= 1
    return counts, total


def collecting(n):
    kept = []
    for i in range(n):
        kept.append((i, str(i)))
        if i % 500 == 0:
            gc.collect()
            kept = kept[-10:]
    return len(kept), kept[-1]


def deep(n):
    if n == 0:
        return 0
    total = 0
    for i in range(3):
        total += i
    return total + deep(n - 1)


def too_deep(n):
    for i in range(3):
        pass
    return too_deep(n + 1)


print(nested(60, 40), nested(300, 3), nested(3, 300))
print(branches(1000))
print(growing(400))
print(floats(300))
print(changing(600))
print(raising(1000))
try:
    fails(5)
except ZeroDivisionError as error:
    frame = error.__traceback__.tb_next
    print(error, frame.tb_lineno, frame.tb_frame.f_locals["i"])
print(calling(500))
print(objects(1000))
print(consuming(500))
print(interrupted())
print(with_threads(5000))
print(collecting(2000))
print(deep(200))
try:
    too_deep(0)
except RecursionError as error:
    print(type(error).__name__)

total = 0
for i in range(2000):
    total += i
    if i == 1500:
        j = i
print(total, i, j)


def locals_seen(n):
    seen = []
    for i in range(n):
        if i % 50 == 49:
            seen.append(sorted(locals()))
            seen.append(sys._getframe().f_lineno)
    return len(seen), seen[-2], seen[-1] - locals_seen.__code__.co_firstlineno


print(locals_seen(300))


def unread(n):
    # Nobody reads the variable while the loop runs.
    for x in range(n):
        pass
    return x


print(unread(300))
