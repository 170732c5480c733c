# Daemon threads in the middle of blocks do not keep the program alive, nor break its end.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Box: pass
box = Box()
box.x = 0
started = threading.Barrier(3)
def work(n):
    started.wait()
    while True:
        with atomic: box.x += 1
threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(2)]
for t in threads: t.start()
started.wait()
while box.x < 100: pass
print("main ends", all(t.daemon for t in threads))
