# Truth 1: two threads add to one set in atomic blocks: a token moves, and is there exactly once.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 20_000
s = {0}
def work(n):
    for i in range(N):
        with atomic:
            x = max(s)
            s.discard(x)
            s.add(x + 1)
            assert len(s) == 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(s)
