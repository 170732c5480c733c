# Truth 3: two blocks that each read both values and write one never break the rule over both.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Pair: pass
pair = Pair()
pair.a = pair.b = 50
broken = []
def work(n):
    mine, other = ("a", "b") if n else ("b", "a")
    for i in range(15_000):
        with atomic:
            if getattr(pair, mine) + getattr(pair, other) >= 60:
                setattr(pair, mine, getattr(pair, mine) - 60)
        with atomic:
            if pair.a + pair.b < 0: broken.append((pair.a, pair.b))
            setattr(pair, mine, 50)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(broken)
