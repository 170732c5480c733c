# Truth 10: a block that writes to a file does so once, and in the order of the commits.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import os
class Box: pass
box = Box()
box.x = 0
r, w = os.pipe()
def work(n):
    for _ in range(200):
        with atomic:
            box.x += 1
            os.write(w, b"%d " % box.x)
            box.x += 0
        for _ in range(5):
            with atomic: box.y = box.x
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
os.close(w)
with os.fdopen(r) as f: print(f.read().split() == [str(i) for i in range(1, 401)], box.x)
