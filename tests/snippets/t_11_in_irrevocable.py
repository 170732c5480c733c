# Truth 11: a block that has become irrevocable cannot be undone, but it can be left, also out of a sleep.
import signal
import subprocess
import sys
import time

ATOMIC = """
import time
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
"""

BUSY = """
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

ASLEEP = """
try:
    with atomic:
        print("asleep", flush=True)
        time.sleep(60)
except KeyboardInterrupt:
    print("awake")
"""


def interrupt(code, after):
    """Interrupts a program so many seconds after the first line that it prints."""
    command = [sys.executable, "-c", ATOMIC + code]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    print(child.stdout.readline(), end="")
    time.sleep(after)
    child.send_signal(signal.SIGINT)
    try:
        print(child.communicate(timeout=20)[0], end="")
    except subprocess.TimeoutExpired:
        child.kill()
        print("not interrupted")


interrupt(BUSY, 0)
interrupt(ASLEEP, 0.3)
