# Transactions end, and are rolled back, in Python code that native functions call.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import functools
class Box: pass
box = Box()
box.x = 0
def spin(n):
    for _ in range(n): pass
    return n
def work(n):
    log = []
    for i in range(30):
        def key(v):
            spin(40)
            with atomic:
                x = box.x
                spin(5)
                box.x = x + 1
            return -v
        log.append(sorted([3, 1, 2], key=key))
        log.append(list(map(key, [1, 2])))
        log.append(functools.reduce(lambda p, q: p + key(q), [1, 2, 3], 0))
        def numbers():
            for k in range(3):
                spin(40)
                with atomic:
                    x = box.x
                    yield k
                    box.x = x + 1
        log.append(sum(numbers()))
        log.append(max([1, 2], key=key))
        exec("for _ in range(30): pass\nwith atomic: box.x += 1", {"box": box, "atomic": atomic})
        class Key:
            def __init__(self, v): self.v = v
            def __lt__(self, other):
                with atomic:
                    x = box.x
                    spin(30)
                    box.x = x + 1
                return self.v < other.v
        log.append([k.v for k in sorted([Key(2), Key(1)])])
    results[n] = log == [[3, 2, 1], [-1, -2], -6, 3, 1, [1, 2]] * 30
results = [None] * 3
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(results, box.x)
