"""Queens on a board, by a generator that tries permutations and keeps those without shared diagonals."""

N = 8


def permutations(items):
    if not items:
        yield ()
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield (item, *rest)


def main(n):
    columns = range(n)
    solutions = 0
    for rows in permutations(list(columns)):
        if n == len({rows[i] + i for i in columns}) == len({rows[i] - i for i in columns}):
            solutions += 1
    return solutions
