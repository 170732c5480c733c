# Output of blocks appears whole, once and in the order of the commits.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Box: pass
box = Box()
box.x = 0
def work(n):
    for _ in range(50):
        with atomic:
            print("number", end=" ")
            box.x += 1
            print(box.x)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print("done", box.x)
