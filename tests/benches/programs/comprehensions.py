"""Lists, sets and dicts built by comprehensions over small objects, as programs over records do."""

from dataclasses import dataclass

N = 1_200


@dataclass
class Item:
    number: int
    kind: str
    price: float
    tags: tuple


def main(n):
    kinds = ["bolt", "nut", "screw", "wire"]
    items = [
        Item(i, kinds[i * 7 % 4], (i * 37 % 100) / 4, tuple(t for t in kinds if (i + len(t)) % 3))
        for i in range(200)
    ]
    total = 0
    for k in range(n):
        cheap = [item for item in items if item.price < k % 25]
        by_kind = {kind: [item.number for item in cheap if item.kind == kind] for kind in kinds}
        tags = {tag for item in cheap for tag in item.tags}
        pairs = [(a, b) for a in tags for b in tags if a < b]
        highest = max((item.price for item in cheap), default=0.0)
        total += sum(len(numbers) for numbers in by_kind.values()) + len(pairs) + int(highest)
        total += any(item.price == highest for item in cheap)
    return total
