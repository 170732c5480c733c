# threading: start, join, locks, events, conditions, semaphores, barriers, locals, timers.
import threading
results = []
lock = threading.Lock()
def work(n):
    for i in range(100):
        with lock:
            results.append(n)
threads = [threading.Thread(target=work, args=(n,), name=f"w{n}") for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(results), [results.count(n) for n in range(4)], threads[0].name, threads[0].is_alive(), threads[0].daemon, threading.active_count(), threading.main_thread() is threading.current_thread())
e = threading.Event()
got = []
t = threading.Thread(target=lambda: (e.wait(), got.append("woke")))
t.start()
e.set()
t.join(5)
print(got, e.is_set(), e.wait(0.01), t.ident is not None)
cond = threading.Condition()
items = []
def consumer():
    with cond:
        while not items: cond.wait()
        got.append(items.pop())
t = threading.Thread(target=consumer)
t.start()
with cond:
    items.append("item")
    cond.notify()
t.join()
print(got)
local = threading.local()
local.x = "main"
def use_local():
    got.append(hasattr(local, "x"))
    local.x = "thread"
t = threading.Thread(target=use_local); t.start(); t.join()
print(got[-1], local.x)
r = threading.RLock()
with r:
    with r: print("re-entered")
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.release(), lock.locked(), lock.acquire(timeout=1), lock.acquire(False), lock.locked(), lock.release())
b = threading.Barrier(3)
order = []
def meet():
    b.wait()
    order.append("met")
ts = [threading.Thread(target=meet) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(order, b.n_waiting, b.broken)
class T(threading.Thread):
    def run(self): self.result = 42
t = T(); t.start(); t.join()
print(t.result)
timer = threading.Timer(0.01, lambda: got.append("timer")); timer.start(); timer.join()
print(got[-1])
for bad in (lambda: t.start(), lambda: lock.release(), lambda: threading.Thread(target=print).join(), lambda: threading.current_thread().join(), lambda: r.release(), lambda: cond.notify(), lambda: threading.Thread(1), lambda: threading.BoundedSemaphore(1).release()):
    try:
        bad()
    except (RuntimeError, ValueError, AssertionError) as ex:
        print(type(ex).__name__, ex)
