# Truth 1: two threads add to a global in atomic blocks.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 50_000
total = 0
def work(n):
    global total
    for _ in range(N):
        with atomic:
            x = total
            total = x + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(total)
