"""Functions made by functions, bound methods and partial calls."""

from functools import partial

COUNT = 100_000


class Button:
    def __init__(self, name):
        self.name = name

    def press(self, times):
        return self.name * times


def adder(step):
    def add(value):
        return value + step

    return add


def data():
    kept = []
    for number in range(COUNT):
        kept.append(adder(number))
        kept.append(Button("b").press)
        kept.append(partial(adder, number))
    return kept
