# What is one step under a GIL is one step without atomic: append, insert, setdefault, add, pop, next.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import itertools
N = 10_000
log, d, s, counter, pool = [], {}, set(), itertools.count(), list(range(2 * N))
first, popped, numbers = [], [[], []], [[], []]
def work(n):
    for i in range(N):
        log.append(n)
        d.setdefault(i, n)
        s.add(i * 2 + n)
        popped[n].append(pool.pop())
        numbers[n].append(next(counter))
        if i % 100 == 0: first.insert(0, n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(len(log), log.count(0), len(d), set(d.values()) <= {0, 1}, len(s), len(first))
print(sorted(popped[0] + popped[1]) == list(range(2 * N)), sorted(numbers[0] + numbers[1]) == list(range(2 * N)), pool)
