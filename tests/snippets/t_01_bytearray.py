# Truth 1: two threads add to a bytearray in atomic blocks: a counter with carries.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 20_000
b = bytearray(3)
def work(n):
    for _ in range(N):
        with atomic:
            i = 0
            while b[i] == 255:
                b[i] = 0
                i += 1
            b[i] += 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(int.from_bytes(b, "little"))
