# Loops that are compiled and not used any more: they are given up, and what comes back to them is compiled again.
import gc
import threading


def made(number):
    names = {}
    source = f"""
def run(n):
    total = {number}
    for k in range(n):
        total += k * {number} % 7
        if k % 50 == 49:
            total -= len(str(total))
    return total
"""
    exec(source, names)
    return names["run"]


def used(n):
    total = 0
    for k in range(n):
        total += k & 3
    return total


def many(count, kept):
    total = 0
    for number in range(count):
        run = made(number)
        total += run(60) + used(60)
        if number % 50 == 0:
            kept.append(run)
    return total


kept = []
print(many(330, kept), used(500))
gc.collect()
print([run(70) for run in kept])
print(many(330, []), [run(80) for run in kept])

results = []
threads = [threading.Thread(target=lambda: results.append(many(100, []))) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results, [run(90) for run in kept])
