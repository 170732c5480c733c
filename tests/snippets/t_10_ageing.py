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
    ready = threading.Event()

    def short():
        ready.set()
        # Until the long block runs; all that went before is over then, so neither has lost before.
        sleep(0.3)
        with atomic:
            box.short += 1

    thread = threading.Thread(target=short)
    thread.start()
    ready.wait()
    sleep(0.1)
    with atomic:
        box.long += 1
        seen = box.short
        # Long, until the short one has been before it (a busy machine may start that late).
        end = monotonic() + (10 if blocks else 0.6)
        while seen == 0 and monotonic() < end:
            pass
    thread.join()
    print(box.short, box.long, seen == 1 or not blocks)
    if blocks:
        rollbacks = stats()["rollbacks"]
        # A long block that chance has rolled back is the older one, and the short one takes its turn in the end.
        print(rollbacks["owned"] < 15 or rollbacks["chaos"] > 0)
    else:
        print(True)


main()
