# A generator under `sum`: microseconds for ten thousand items, warm.
from time import perf_counter


def sums():
    return sum(x**3 for x in range(10**4))


for _ in range(50):
    sums()
times = []
for _ in range(200):
    began = perf_counter()
    sums()
    times.append(perf_counter() - began)
print(f"{sorted(times)[100] * 1e6:.1f}")
