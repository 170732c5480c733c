# Truth 10: a long block and threads with short ones all make progress, and the sums are exact.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Box: pass
boxes = []
for _ in range(50):
    boxes.append(Box())
    boxes[-1].x = 0
def work(n):
    if n == 0:
        for _ in range(3):
            with atomic:
                for k in range(100_000):
                    box = boxes[k % 50]
                    box.x += 1
    else:
        for k in range(20_000):
            with atomic:
                box = boxes[k % 50]
                box.x += 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(sum(box.x for box in boxes), {box.x for box in boxes})
