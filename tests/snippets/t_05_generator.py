# Truth 5: a generator resumed in blocks that conflict steps once for each block.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
shared = [0]
results = [None, None]
def numbers():
    local = 0
    while True:
        received = yield local
        local += received or 1
def work(n):
    g = numbers()
    next(g)
    seen, sent = [], 0
    for i in range(10_000):
        with atomic:
            sent += 1
            shared[0] += 1
            value = g.send(2)
            shared[0] += 1
        seen.append((value, sent))
    results[n] = seen == [(2 * i, i) for i in range(1, 10_001)]
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(results, shared)
