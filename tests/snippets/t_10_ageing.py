# Truth 10: a short block need not wait for the end of a long one that has what it needs; after a few
# attempts its age decides, long before it would become irrevocable for having lost so often.
try:
    from stm import atomic, stats
    blocks = True
except ImportError:
    # Behind a lock it does wait.
    import threading
    atomic = threading.RLock()
    blocks = False
import threading
from time import monotonic, sleep


class Box:
    pass


def main():
    box = Box()
    box.short = box.long = 0
    started = threading.Event()

    def short():
        started.wait()
        sleep(0.1)
        with atomic:
            box.short += 1

    thread = threading.Thread(target=short)
    thread.start()
    started.set()
    sleep(0.01)
    with atomic:
        box.long += 1
        seen = box.short
        end = monotonic() + 0.6
        while monotonic() < end:
            pass
    thread.join()
    print(box.short, box.long, seen == 1 or not blocks)
    print(not blocks or stats()["rollbacks"]["owned"] < 15)


main()
