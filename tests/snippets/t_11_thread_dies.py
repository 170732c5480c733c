# Truth 11: a thread that dies in a block leaves its effects and nothing else: others go on.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Box: pass
box = Box()
box.x = 0
deaths = []
threading.excepthook = lambda args: deaths.append(args.exc_type.__name__)
def work(n):
    for i in range(5_000):
        with atomic:
            box.x += 1
            if n == 0 and i == 100: raise ValueError("dies here")
            if n == 1 and i == 200: raise SystemExit
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(deaths))
with atomic:
    with atomic: box.x += 1
print(box.x > 5_000)
