"""A tree walked in order by generators that delegate to each other."""

N = 250


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def build(values):
    if not values:
        return None
    middle = len(values) // 2
    return Tree(build(values[:middle]), values[middle], build(values[middle + 1 :]))


def main(n):
    tree = build(range(1000))
    total = 0
    for _ in range(n):
        for value in tree:
            total += value
    return total
