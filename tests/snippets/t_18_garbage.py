# Threads that make much garbage, share some of it, and recurse.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
keep = {}
def work(n):
    try:
        mine = []
        for i in range(3000):
            mine.append([i, (i,), {"a": i}, str(i), n + i / 3])
            if len(mine) > 200: mine = mine[100:]
            k = (i * 7 + n) % 100
            old = keep.get(k)
            keep[k] = [n, i, old and old[:2], mine[-1]]
            seen = keep.get(k * 3 % 100)
            if seen is not None: assert len(seen) == 4 and seen[0] in range(6) and seen[3][1] == (seen[3][0],)
            if i % 300 == 0: assert deep(100, n) == 100
        assert all(m[1] == (m[0],) and m[2]["a"] == m[0] and m[3] == str(m[0]) for m in mine)
        results.append(n)
    except BaseException as e:
        results.append(repr(e))
def deep(d, n):
    x = [d, n]
    r = deep(d - 1, n) + 1 if d else 0
    assert x == [d, n]
    return r
results = []
for _ in range(3):
    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for t in threads: t.start()
    for t in threads: t.join()
print(sorted(results), len(keep))
