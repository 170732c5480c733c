"""Lists of ten million elements: built by a comprehension and by appending, copied, and dropped."""

UNITS = 2
COUNT = 10_000_000


def data():
    return [number ^ 5 for number in range(COUNT)]


def work(first, last):
    total = 0
    for unit in range(first, last):
        values = data()
        total += values[unit]
        values = values[1:] + values[:1]
        total += values[-1]
        values = []
        for number in range(unit, unit + COUNT):
            values.append(number)
        total += len(values) + values[-1]
    return total
