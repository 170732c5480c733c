# Truth 11: a block that sleeps can be left too.
import signal
import subprocess
import sys
import time

CODE = """
import time
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
try:
    with atomic:
        print("asleep", flush=True)
        time.sleep(60)
except KeyboardInterrupt:
    print("awake")
"""

child = subprocess.Popen([sys.executable, "-c", CODE], stdout=subprocess.PIPE, text=True)
print(child.stdout.readline(), end="")
time.sleep(0.3)
child.send_signal(signal.SIGINT)
try:
    print(child.communicate(timeout=20)[0], end="")
except subprocess.TimeoutExpired:
    child.kill()
    print("not interrupted")
