# Truth 1: two threads add to a deque in atomic blocks: rotate, append and pop keep its contents.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
from collections import deque
N = 20_000
d = deque([0, 0, 0])
def work(n):
    for i in range(N):
        with atomic:
            x = d.popleft()
            d.append(x + 1)
            if i % 3 == n: d.rotate(1)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(len(d), sum(d))
