# Truth 4: a block never sees x != y where every commit keeps them equal: no error, no endless loop.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Half: pass
left, right = Half(), Half()
left.x = right.y = 0
table = list(range(1000))
bad, done = [], threading.Event()
def write():
    while not done.is_set():
        with atomic:
            left.x += 1
            right.y += 1
def read():
    try:
        for i in range(1_000):
            with atomic:
                x = left.x
                for _ in range(200): pass
                y = right.y
                if x != y: bad.append((x, y))
                # With x != y one of these never ends or fails.
                assert x == y
                while x != y: pass
                table[x - y + 999]
    finally:
        done.set()
threads = [threading.Thread(target=work) for work in (write, read)]
for t in threads: t.start()
for t in threads: t.join()
print(left.x == right.y, bad)
