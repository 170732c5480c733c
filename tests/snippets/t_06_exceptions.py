# Truth 6: an exception that leaves a block is raised by the run that committed, once.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import sys
class Tenth(Exception): pass
class Box: pass
box = Box()
box.x = 0
caught = []
def work(n):
    for _ in range(10_000):
        try:
            with atomic:
                x = box.x
                box.x = x + 1
                try:
                    if x % 2: raise KeyError(x)
                except KeyError as e:
                    inner = e.args[0]
                    assert inner == x and sys.exception() is e
                if x % 10 == 0:
                    raise Tenth(x)
        except Tenth as e:
            tb = e.__traceback__
            caught.append((e.args[0], tb.tb_next, e.__context__, sys.exception() is e, tb.tb_lineno))
        assert sys.exception() is None
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(box.x, len(caught), sorted(c[0] for c in caught) == list(range(0, 20_000, 10)))
print({c[1:] for c in caught})
