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
seen = []
def work(n):
    for i in range(4_000):
        with atomic:
            if n:
                if h.n < 50:
                    h.items.append(i)
                    h.n += 1
                else:
                    h.items.clear()
                    h.n = 0
            else:
                # An IndexError if the two are from different commits.
                for k in range(h.n): h.items[k]
                if h.n: h.items[h.n - 1]
                if len(h.items) != h.n: seen.append((len(h.items), h.n))
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(seen, len(h.items) == h.n)
