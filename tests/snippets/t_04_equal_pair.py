# Truth 4: a block never sees x != y where every commit keeps them equal: no error, no endless loop.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Pair: pass
pair = Pair()
pair.x = pair.y = 0
table = list(range(1000))
def work(n):
    for i in range(15_000):
        with atomic:
            if n:
                pair.x += 1
                pair.y += 1
            else:
                x = pair.x
                y = pair.y
                # With x != y one of these never ends or fails.
                assert x == y
                while x != y: pass
                table[x - y + 999]
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(pair.x, pair.y)
