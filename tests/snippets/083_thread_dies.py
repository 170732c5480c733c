# What an exception in a thread leaves on stderr; the exit code stays 0.
import threading
def bad():
    raise ValueError("in a thread")
t = threading.Thread(target=bad, name="worker")
t.start()
t.join()
print("joined")
