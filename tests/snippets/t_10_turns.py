# Truth 10: a long block that has lost a few times is the older one from then on, and still lets short
# ones pass: they take the irrevocable turn after a few attempts.
try:
    from stm import atomic
    blocks = True
except ImportError:
    # Behind a lock they wait for the long one's end.
    import threading
    atomic = threading.RLock()
    blocks = False
import threading
from time import monotonic, sleep

SHORT = 3


class Box:
    pass


def main():
    box = Box()
    box.short = box.long = 0

    def short():
        sleep(0.1)
        for _ in range(SHORT):
            with atomic:
                box.short += 1
            sleep(0.01)

    thread = threading.Thread(target=short)
    thread.start()
    with atomic:
        box.long += 1
        seen = box.short
        end = monotonic() + (10 if blocks else 0.3)
        while seen < SHORT and monotonic() < end:
            pass
    thread.join()
    print(box.short, box.long, seen == SHORT or not blocks)


main()
