# Truth 11: a KeyboardInterrupt undoes the block that it interrupts: never half a transfer.
# (With a lock in place of the blocks, CPython leaves halves behind: they are put right below.)
try:
    from stm import atomic
    halves = 0
except ImportError:
    import threading
    atomic = threading.RLock()
    halves = None
import threading
import _thread, time
class Account:
    def __init__(self): self.amount = 1000
a, b = Account(), Account()
asked = answered = 0
def interrupt():
    global answered
    while answered < 20:
        while asked == answered: time.sleep(0.001)
        time.sleep(0.003)
        answered += 1
        _thread.interrupt_main()
def transfers():
    global asked
    try:
        asked += 1
        while True:
            with atomic:
                a.amount -= 1
                for _ in range(2_000): pass
                b.amount += 1
    except KeyboardInterrupt:
        pass
t = threading.Thread(target=interrupt)
t.start()
for _ in range(20):
    transfers()
    if a.amount + b.amount != 2000:
        if halves is not None: halves += 1
        b.amount = 2000 - a.amount
t.join()
print(answered, halves or 0, a.amount + b.amount, a.amount < 1000)
