"""Numbers that have objects of their own: floats, large integers, tuples of them; and an array."""

from array import array

COUNT = 300_000


def data():
    floats = [number * 0.5 for number in range(COUNT)]
    large = [number << 70 for number in range(COUNT)]
    pairs = [(number, number + 0.25) for number in range(COUNT)]
    return floats, large, pairs, array("d", floats)
