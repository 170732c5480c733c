# Truth 1: two threads add to a class attribute in atomic blocks, and read it through instances.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 20_000
class Box:
    x = 0
class Sub(Box): pass
a = Sub()
def work(n):
    for _ in range(N):
        with atomic:
            x = a.x
            Box.x = x + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(Box.x, Sub.x, a.x)
