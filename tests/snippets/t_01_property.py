# Truth 1: two threads add to an attribute behind a property, in atomic blocks.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 30_000
class Box:
    _x = 0
    @property
    def x(self): return self._x
    @x.setter
    def x(self, value): self._x = value
box = Box()
def work(n):
    for _ in range(N):
        with atomic:
            x = box.x
            box.x = x + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(box.x)
