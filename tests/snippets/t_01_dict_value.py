# Truth 1: two threads add to values of one dict in atomic blocks, under shared and own keys.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 50_000
d = {"shared": 0}
def work(n):
    d[n] = 0
    for i in range(N):
        with atomic:
            d["shared"] = d["shared"] + 1
            d[n] += 1
            d[i % 10, "tuple"] = d.get((i % 10, "tuple"), 0) + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(d["shared"], d[0], d[1], sum(v for k, v in d.items() if isinstance(k, tuple)), len(d))
