"""Strings split into lines, fields and words, and joined again."""

UNITS = 4
LINES = 60_000

TEXT = "\n".join(
    f"{number},user {number % 977},{number * 31 % 1009}.{number % 89},some words about line {number}"
    for number in range(LINES)
)


def data():
    return [line.split(",") for line in TEXT.splitlines()]


def work(first, last):
    total = 0
    for unit in range(first, last):
        rows = data()
        total += sum(len(row) for row in rows)
        for row in rows:
            words = row[3].split()
            total += len(words) + len("-".join(words))
        total += len(TEXT.split()) + unit
    return total
