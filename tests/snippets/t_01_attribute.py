# Truth 1: two threads add to an attribute in atomic blocks; the sum is exact.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 50_000
class Box: pass
box = Box()
box.x = 0
def work(n):
    for _ in range(N):
        with atomic:
            x = box.x
            box.x = x + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(box.x, box.x == 2 * N)
