"""A million small instances in a dict: made, looked up, dropped."""

UNITS = 2
COUNT = 1_000_000


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def data():
    return {number: Point(number, -number) for number in range(COUNT)}


def work(first, last):
    total = 0
    for unit in range(first, last):
        points = data()
        for number in range(unit, COUNT, 3):
            total += points[number].y
    return total
