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
    seen = []
    for i in range(10_000):
        with atomic:
            shared[0] += 1
            value = g.send(2)
            shared[0] += 1
        seen.append(value)
    results[n] = seen == list(range(2, 20_002, 2))
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(results, shared)
