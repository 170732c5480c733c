# Atomic blocks beside locks, events and queues in one program.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import queue
q, done, lock = queue.Queue(10), {}, threading.Lock()
class Box: pass
box = Box()
box.total = 0
def work(n):
    if n == 0:
        for i in range(2_000): q.put(i)
        for _ in range(2): q.put(None)
    else:
        while (i := q.get()) is not None:
            with atomic:
                box.total += i
                done[i] = n
            with lock: box.last = i
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(box.total, len(done), q.empty())
