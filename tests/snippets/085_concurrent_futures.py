# concurrent.futures with threads: map, submit, exceptions, callbacks, as_completed, wait.
from concurrent.futures import ThreadPoolExecutor, as_completed, wait, Future, CancelledError, TimeoutError, FIRST_EXCEPTION
import threading
with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(lambda x: x * x, range(10))), list(pool.map(pow, [2, 3], [3, 2])))
    f = pool.submit(divmod, 7, 2)
    print(f.result(), f.done(), f.exception())
    bad = pool.submit(lambda: 1 / 0)
    try:
        bad.result()
    except ZeroDivisionError as e:
        print(repr(e), repr(bad.exception()))
    called = []
    f = pool.submit(len, "abc")
    told = threading.Event()
    f.add_done_callback(lambda f: (called.append(f.result()), told.set()))
    wait([f])
    # Who waits may go on before the callbacks have been called.
    told.wait()
    print(called, sorted(f.result() for f in as_completed([pool.submit(abs, -i) for i in range(5)])))
    done, pending = wait([pool.submit(int, "x"), pool.submit(int, "1")], return_when="ALL_COMPLETED")
    print(len(done), len(pending), sorted(str(type(f.exception()).__name__) for f in done))
    e = threading.Event()
    slow = pool.submit(e.wait)
    try:
        slow.result(timeout=0.01)
    except TimeoutError as ex:
        print(type(ex).__name__)
    e.set()
    print(slow.result())
try:
    pool.submit(len, "")
except RuntimeError as ex:
    print(ex)
f = Future()
print(f.running(), f.cancel(), f.cancelled(), f.set_running_or_notify_cancel())
try:
    f.result()
except CancelledError as ex:
    print(type(ex).__name__)
g = Future()
g.set_result(5)
print(g.result(), g.cancel())
try:
    g.set_result(6)
except Exception as ex:
    print(type(ex).__name__)
def init(v): local.v = v
local = threading.local()
with ThreadPoolExecutor(2, thread_name_prefix="pre", initializer=init, initargs=("set",)) as pool:
    print(set(pool.map(lambda _: local.v, range(5))), pool.submit(lambda: threading.current_thread().name.split("_")[0]).result())
with ThreadPoolExecutor(1) as pool:
    gate = threading.Event()
    first = pool.submit(gate.wait)
    while not first.running():
        pass
    queued = pool.submit(print, "never printed")
    print(queued.cancel(), first.cancel())
    gate.set()
try:
    for x in ThreadPoolExecutor(2).map(lambda x: 10 // x, [5, 0, 2]): print(x)
except ZeroDivisionError as ex:
    print("map raised", ex)
try:
    ThreadPoolExecutor(0)
except ValueError as ex:
    print(ex)
