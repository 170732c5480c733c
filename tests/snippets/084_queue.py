# queue: FIFO, LIFO, priority, limits, join, shutdown, between threads.
import queue, threading
q = queue.Queue()
for i in range(3): q.put(i)
print(q.get(), q.qsize(), q.empty(), q.full(), [q.get() for _ in range(2)])
for bad in (lambda: q.get_nowait(), lambda: q.get(timeout=0.01), lambda: q.get(block=False)):
    try:
        bad()
    except queue.Empty as e:
        print("Empty", e)
s = queue.Queue(1)
s.put("x")
try:
    s.put_nowait("y")
except queue.Full:
    print("Full", s.full(), s.maxsize)
l, p = queue.LifoQueue(), queue.PriorityQueue()
for x in (3, 1, 2):
    l.put(x); p.put((x, str(x)))
print([l.get() for _ in range(3)], [p.get() for _ in range(3)])
def worker():
    while True:
        item = work.get()
        if item is None: break
        with lock: done.append(item * item)
        work.task_done()
    work.task_done()
work, done, lock = queue.Queue(5), [], threading.Lock()
ts = [threading.Thread(target=worker) for _ in range(3)]
for t in ts: t.start()
for i in range(50): work.put(i)
for _ in ts: work.put(None)
work.join()
for t in ts: t.join()
print(sum(done), len(done), work.unfinished_tasks)
try:
    work.task_done()
except ValueError as e:
    print(e)
sq = queue.SimpleQueue()
sq.put(1); sq.put(2)
print(sq.get(), sq.qsize(), sq.get_nowait(), sq.empty())
z = queue.Queue()
z.put("left")
z.shutdown()
print(z.get())
for bad in (lambda: z.get(), lambda: z.put(1)):
    try:
        bad()
    except queue.ShutDown as e:
        print("ShutDown", e)
blocked = queue.Queue()
out = []
def wait():
    try:
        blocked.get()
    except queue.ShutDown:
        out.append("released")
t = threading.Thread(target=wait); t.start()
blocked.shutdown(immediate=True)
t.join()
print(out)
try:
    q.get(timeout=-1)
except ValueError as e:
    print(e)
