# fork while other threads run: the copy has one thread, which is its main thread.
import os
import sys
import threading
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
numbers = {"count": 0}
stop = threading.Event()
lock = threading.Lock()


def work():
    while not stop.is_set():
        with lock:
            numbers["count"] += 1


def wait():
    stop.wait()


def child(report):
    pid = os.fork()
    if pid == 0:
        try:
            report()
            sys.stdout.flush()
        finally:
            os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def report():
    main = threading.main_thread()
    print(threading.active_count(), main is threading.current_thread(), main.ident == threading.get_ident())
    print([thread.is_alive() for thread in threads])
    for thread in threads:
        thread.join()
    numbers["count"] = 0
    others = [threading.Thread(target=lambda: results.append(sum(range(1000)))) for _ in range(3)]
    results = []
    for thread in others:
        thread.start()
    for thread in others:
        thread.join()
    print(results, numbers)


threads = [threading.Thread(target=work), threading.Thread(target=wait)]
for thread in threads:
    thread.start()
sys.stdout.flush()
print(child(report), flush=True)
for _ in range(5):
    assert child(lambda: None) == 7
before = numbers["count"]
while numbers["count"] == before:
    time.sleep(0.001)
print("the others go on", flush=True)
forker = threading.Thread(target=lambda: print(child(lambda: print(threading.main_thread().name != "MainThread",
      threading.main_thread() is threading.current_thread()))))
forker.start()
forker.join()
stop.set()
for thread in threads:
    thread.join()

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    thread = threading.Thread(target=time.sleep, args=(0.3,))
    thread.start()
    child(lambda: None)
    thread.join()
    child(lambda: None)
for warning in caught:
    print(warning.category.__name__, str(warning.message).replace(str(os.getpid()), "PID"))
