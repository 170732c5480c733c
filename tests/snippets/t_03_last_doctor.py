# Truth 3: of two doctors on call at least one stays, whoever asks to leave.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
on_call = {"ann": True, "bob": True}
nobody = 0
left = [0, 0]
def work(n):
    global nobody
    me = ("ann", "bob")[n]
    for i in range(15_000):
        with atomic:
            if sum(on_call.values()) > 1:
                on_call[me] = False
                left[n] += 1
        with atomic:
            if not any(on_call.values()): nobody += 1
        with atomic:
            on_call[me] = True
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(nobody, sum(left) > 0, on_call)
