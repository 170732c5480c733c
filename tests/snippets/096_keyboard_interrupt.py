# KeyboardInterrupt raised by hand: the exit is by signal, after the traceback.
import sys
print("before", flush=True)
try:
    raise KeyboardInterrupt
except Exception:
    print("not an Exception")
except KeyboardInterrupt as e:
    print("caught", repr(e))
print(issubclass(KeyboardInterrupt, Exception))
sys.exit(4)
