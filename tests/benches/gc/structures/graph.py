"""A graph: nodes with sets of neighbours and dicts of distances, full of cycles."""

COUNT = 60_000


class Node:
    def __init__(self, number):
        self.number = number
        self.neighbours = set()
        self.distances = {}


def data():
    nodes = [Node(number) for number in range(COUNT)]
    for number, node in enumerate(nodes):
        for step in (1, 37, 1009):
            other = nodes[(number * 7 + step) % COUNT]
            node.neighbours.add(other)
            other.neighbours.add(node)
            node.distances[other.number] = float(step)
    return nodes
