# Truth 1: two threads add to a closure cell in atomic blocks.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 50_000
def make():
    total = 0
    def add():
        nonlocal total
        with atomic:
            x = total
            total = x + 1
    return add, lambda: total
add, get = make()
def work(n):
    for _ in range(N): add()
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(get())
