# Truth 4: a list and its length in another object always agree inside a block.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Holder: pass
h = Holder()
h.items, h.n = [], 0
seen, done = [], threading.Event()
def write():
    while not done.is_set():
        with atomic:
            if h.n < 50:
                h.items.append(h.n)
                h.n += 1
            else:
                h.items.clear()
                h.n = 0
def read():
    try:
        for i in range(1_000):
            with atomic:
                # An IndexError if the two are from different commits.
                n = h.n
                for _ in range(200): pass
                for k in range(n): h.items[k]
                if len(h.items) != n: seen.append((len(h.items), n))
    finally:
        done.set()
threads = [threading.Thread(target=work) for work in (write, read)]
for t in threads: t.start()
for t in threads: t.join()
print(seen, len(h.items) == h.n)
