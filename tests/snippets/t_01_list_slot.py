# Truth 1: two threads add to slots of one list in atomic blocks, some their own and one together.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 50_000
items = [0] * 100
def work(n):
    for i in range(N):
        with atomic:
            x = items[50]
            items[50] = x + 1
            items[n] = items[n] + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(items[50], items[0], items[1], sum(items))
