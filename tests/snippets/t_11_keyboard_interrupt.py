# Truth 11: KeyboardInterrupt out of a loop of blocks leaves no lock behind.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import _thread, time
class Box: pass
box = Box()
box.x = box.go = 0
def work(n):
    while not box.go: time.sleep(0.001)
    _thread.interrupt_main()
t = threading.Thread(target=work, args=(0,))
t.start()
try:
    while True:
        # Long blocks: CPython may lose a lock to an interrupt just after it was taken.
        with atomic:
            for _ in range(2_000): box.x += 1
        box.go = 1
except KeyboardInterrupt:
    box.end = "interrupted"
t.join()
def after():
    with atomic: box.after = "the other thread entered"
t = threading.Thread(target=after)
t.start()
t.join(5)
print(box.end, box.after, box.x > 0)
