# Truth 1: two threads add to an array in atomic blocks.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
from array import array
N = 50_000
a = array("q", [0] * 8)
def work(n):
    for i in range(N):
        with atomic:
            x = a[3]
            a[3] = x + 1
            a[n] += 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(a)
