# Truth 11: a thread that dies in a block, and that nobody catches: its effects stay, others go on.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import _thread, sys, time
class Box: pass
box = Box()
box.x = 0
reported = []
sys.unraisablehook = lambda args: reported.append(args.exc_type.__name__)
def die():
    with atomic:
        box.x += 1
        raise ValueError("dies here")
def leave():
    with atomic:
        box.x += 1
        raise SystemExit
for function in (die, leave, die):
    before = box.x
    _thread.start_new_thread(function, ())
    while box.x == before: time.sleep(0.001)
while len(reported) < 2: time.sleep(0.001)
with atomic:
    with atomic: box.x += 1
print(box.x, reported)
