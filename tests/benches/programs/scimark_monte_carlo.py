"""Pi from random points, with a lagged generator written in Python: methods and small ints."""

N = 120_000


class Random:
    def __init__(self, seed):
        self.table = []
        for _ in range(17):
            seed = seed * 9069 % 2147483647
            self.table.append(seed)
        self.i, self.j = 4, 16

    def next(self):
        table, i, j = self.table, self.i, self.j
        value = table[i] - table[j]
        if value < 0:
            value += 2147483647
        table[j] = value
        self.i = i - 1 if i else 16
        self.j = j - 1 if j else 16
        return value / 2147483647


def main(n):
    random = Random(113)
    under = 0
    for _ in range(n):
        x = random.next()
        y = random.next()
        if x * x + y * y <= 1.0:
            under += 1
    return under
