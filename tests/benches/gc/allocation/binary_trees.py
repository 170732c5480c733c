"""Binary trees of depth 18, half a million nodes each: made, counted, dropped."""

UNITS = 2
DEPTH = 18


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def work(first, last):
    return sum(count(make(DEPTH)) for _ in range(first, last))


def data():
    return make(DEPTH)
