# Truth 5: iterators half-consumed in blocks that conflict lose and repeat nothing.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
shared = [0]
results = [None, None]
def work(n):
    N = 9_000
    it, z, e = iter(list(range(N))), zip(range(N), range(N)), enumerate(iter(range(N)))
    m = map(lambda x: x * 2, range(N))
    got, blocks = [], 0
    for i in range(N // 3):
        with atomic:
            blocks += 1
            a = next(it)
            shared[0] += 1
            b = next(it), next(z), next(e), next(m)
            shared[0] += 1
            for c in it:
                break
        got.append((a, b[0], c, b[1], b[2], b[3], blocks))
    results[n] = got == [(3 * i, 3 * i + 1, 3 * i + 2, (i, i), (i, i), 2 * i, i + 1) for i in range(N // 3)]
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(results, shared)
