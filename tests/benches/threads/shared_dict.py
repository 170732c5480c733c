"""Reads of one dict that all threads share, by keys of several kinds; nobody writes to it."""

UNITS = 400

table = {}
for i in range(500):
    table[i] = i
    table[f"key{i}"] = i * 2
    table[i, i + 1] = i * 3
names = [f"key{i}" for i in range(500)]


def work(first, last):
    total = 0
    for unit in range(first, last):
        for i in range(500):
            total += table[i] + table[names[i]]
            total += table.get((i, i + 1), 0)
            if -i - 1 in table:
                total += 1
    return total
