# Loops that raise, called from loops that look at where it was: the library's loops are compiled with them. Their
# properties are inlined, and a loop in one of these is gone into with its callers' frames.
import traceback


def checked(row, bad):
    total = 0
    for value in row:
        if value == bad:
            raise ValueError(value)
        total += value
    return total


def raising(n):
    row = list(range(20))
    total, lines = 0, set()
    for i in range(n):
        try:
            total += checked(row, i % 60)
        except ValueError as error:
            total -= error.args[0]
            frames = traceback.extract_tb(error.__traceback__)
            lines.add(tuple((frame.name, frame.line) for frame in frames))
    return total, sorted(lines)


for n in (600, 1500):
    print(raising(n))
