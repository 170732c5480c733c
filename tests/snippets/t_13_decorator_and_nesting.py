# Blocks nest and are re-entered through calls; generators may hold one open.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import contextlib
class Box: pass
box = Box()
box.x = 0
def add(k):
    with atomic:
        if k: add(k - 1)
        box.x += 1
@contextlib.contextmanager
def held():
    with atomic:
        yield box
def work(n):
    for _ in range(2_000):
        add(3)
        with held() as b:
            x = b.x
            b.x = x + 1
        try:
            with atomic, held():
                box.x += 1
                raise KeyError
        except KeyError: pass
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(box.x)
