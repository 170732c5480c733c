# Truth 5: local variables, loops and comprehension frames are rolled back with their block.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
shared = {"n": 0}
results = [None, None]
def source():
    n = 0
    while True:
        yield n
        n += 1
def work(n):
    g = source()
    local, log = 0, []
    for i in range(5_000):
        with atomic:
            local += 1
            shared["n"] += 1
            row = [(next(g), local) for _ in range(3)]
            total = sum(next(g) for _ in range(2))
            local += 1
            shared["n"] += 1
        log.append((row, total, local))
    results[n] = all(row == [(5 * i, 2 * i + 1), (5 * i + 1, 2 * i + 1), (5 * i + 2, 2 * i + 1)] and total == 10 * i + 7 and after == 2 * i + 2 for i, (row, total, after) in enumerate(log))
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(results, shared)
