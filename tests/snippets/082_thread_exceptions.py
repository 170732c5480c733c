# An exception in a thread: threading.excepthook, and the program goes on.
import threading, sys
caught = []
threading.excepthook = lambda args: caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))
def bad(): raise ValueError("in a thread")
t = threading.Thread(target=bad, name="worker")
t.start(); t.join()
print(caught, t.is_alive())
def leaves(): sys.exit(5)
t = threading.Thread(target=leaves)
t.start(); t.join()
print(caught)
threading.excepthook = threading.__excepthook__
def quiet():
    try:
        1 / 0
    except ZeroDivisionError as e:
        caught.append(repr(e))
t = threading.Thread(target=quiet); t.start(); t.join()
print(caught[-1])
def in_thread():
    try:
        raise KeyError("mine")
    except KeyError:
        inner = sys.exception()
        t = threading.Thread(target=lambda: caught.append(sys.exception()))
        t.start(); t.join()
        return inner
print(repr(in_thread()), caught[-1])
print("main ends normally")
