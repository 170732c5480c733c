"""Many trees made and counted: allocation of small objects, short-lived and long-lived ones."""

N = 12


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


def main(n):
    kept = make(n + 1)
    total = 0
    for depth in range(4, n + 1, 2):
        trees = 1 << (n - depth + 3)
        total += sum(count(make(depth)) for _ in range(trees))
    return total, count(kept)
