# Truth 2: transfers in atomic blocks; auditors in atomic blocks never see a wrong total.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Account:
    def __init__(self, amount): self.amount = amount
accounts = [Account(100) for _ in range(20)]
wrong = []
def work(n):
    seed = n + 1
    for i in range(8_000):
        seed = seed * 1103515245 + 12345 & 0x7fffffff
        a, b = accounts[seed // 7 % 20], accounts[seed // 1000 % 20]
        with atomic:
            a.amount -= 5
            b.amount += 5
        if i % 20 == 0:
            with atomic:
                total = sum(account.amount for account in accounts)
            if total != 2000: wrong.append(total)
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(wrong, sum(account.amount for account in accounts))
