# Truth 11: a KeyboardInterrupt is raised within 100 ms, also in a block that goes on for long.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import _thread
from time import monotonic, sleep


def main():
    asked = [0.0]

    def interrupt():
        sleep(0.05)
        asked[0] = monotonic()
        _thread.interrupt_main()

    def wait():
        with atomic:
            end = monotonic() + 1
            while monotonic() < end:
                pass

    waits = []
    for _ in range(5):
        thread = threading.Thread(target=interrupt)
        try:
            thread.start()
            sleep(0)
            wait()
            waits.append(1)
        except KeyboardInterrupt:
            waits.append(monotonic() - asked[0])
        thread.join()
    # Most of them: the machine may be busy with something else.
    print(sorted(waits)[2] < 0.1)


main()
