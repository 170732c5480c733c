"""copy.deepcopy of dicts, lists, objects with shared and cyclic parts."""

from copy import deepcopy

N = 400


class Node:
    def __init__(self, value, others):
        self.value = value
        self.others = others
        self.extra = {"value": value, "list": [value, (value, str(value))]}


def main(n):
    plain = {f"key{i}": [i, (i, i + 1), {"inner": list(range(10))}] for i in range(10)}
    nodes = [Node(0, [])]
    for i in range(1, 12):
        nodes.append(Node(i, nodes[-2:]))
    nodes[0].others.append(nodes[-1])
    total = 0
    for _ in range(n):
        copied = deepcopy(plain)
        total += copied["key3"][0] + len(copied)
        last = deepcopy(nodes[-1])
        total += last.others[-1].value + (last.others[0].others[0] is not nodes[0])
        total += len(deepcopy(list(range(100))))
    return total
