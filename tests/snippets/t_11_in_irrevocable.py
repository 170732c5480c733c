# Truth 11: a block that has become irrevocable cannot be undone, but it can be left.
import signal
import subprocess
import sys

CODE = """
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
done = []
try:
    with atomic:
        done.append("stays")
        print("said once", flush=True)
        while True:
            pass
except KeyboardInterrupt:
    print("interrupted", done)
with atomic:
    print("nothing is locked")
"""

child = subprocess.Popen([sys.executable, "-c", CODE], stdout=subprocess.PIPE, text=True)
print(child.stdout.readline(), end="")
child.send_signal(signal.SIGINT)
try:
    print(child.communicate(timeout=20)[0], end="")
except subprocess.TimeoutExpired:
    child.kill()
    print("not interrupted")
