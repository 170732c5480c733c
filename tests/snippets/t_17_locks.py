# Locks held across transactions and blocks, and taken in native code.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import time
lock, log = threading.Lock(), []
def work(n):
    for i in range(15):
        with lock:
            log.append(n)
            if i % 5 == 0: time.sleep(0.001)
            for _ in range(200): pass
            log.append(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(len(log), all(log[i] == log[i + 1] for i in range(0, len(log), 2)), lock.locked())
r, total = threading.RLock(), [0]
def recursive(d):
    with r:
        if d: recursive(d - 1)
        else: total[0] += 1
def work(n):
    for i in range(300): recursive(3)
threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(total, r._is_owned())
# A block that needs a lock which another thread holds waits for it.
held, order = threading.Lock(), []
def holder():
    with held:
        started.set()
        time.sleep(0.05)
        order.append("released")
started = threading.Event()
t = threading.Thread(target=holder)
t.start()
started.wait()
with atomic:
    with held: order.append("entered")
t.join()
print(order, held.acquire(False), held.acquire(timeout=0.01))
# Native code that waits.
locks = [threading.Lock() for _ in range(5)]
for l in locks: l.acquire()
def release():
    for l in locks:
        time.sleep(0.002)
        l.release()
t = threading.Thread(target=release)
t.start()
print(list(map(threading.Lock.acquire if hasattr(threading.Lock, "acquire") else type(lock).acquire, locks)))
t.join()
# A condition with predicates.
cond, items, taken = threading.Condition(), [], []
def consumer(n):
    while True:
        with cond:
            cond.wait_for(lambda: items)
            item = items.pop(0)
        if item is None: return
        with atomic: taken.append(item)
threads = [threading.Thread(target=consumer, args=(n,)) for n in range(4)]
for t in threads: t.start()
for i in range(200):
    with cond:
        items.append(i)
        cond.notify()
with cond:
    items.extend([None] * 4)
    cond.notify_all()
for t in threads: t.join()
print(sorted(taken) == list(range(200)))
