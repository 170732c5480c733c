"""A puzzle of tiles on a hexagon: each tile's number is that of its neighbours; solved by search.

The idea of the game Hexiom: sets of candidates, copied and narrowed while searching."""

N = 3

# Which places have a tile, a bit for each of 19.
PATTERNS = (0b1011011001110101101, 0b0111101101011110010, 0b1111000110101101111)


def cells(side):
    span = range(-side + 1, side)
    return [(q, r) for q in span for r in span if abs(q + r) < side]


WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))


class Puzzle:
    def __init__(self, side):
        places = cells(side)
        index = {place: i for i, place in enumerate(places)}
        self.near = [
            [index[q + a, r + b] for a, b in WAYS if (q + a, r + b) in index] for q, r in places
        ]
        self.tried = 0

    def fits(self, chosen, i):
        """Whether the tiles around a place, and its own, can still get as many neighbours as they say."""
        for place in (i, *self.near[i]):
            tile = chosen[place]
            if tile is None or tile == -1:
                continue
            full = unknown = 0
            for other in self.near[place]:
                if chosen[other] is None:
                    unknown += 1
                elif chosen[other] != -1:
                    full += 1
            if not full <= tile <= full + unknown:
                return False
        return True

    def candidates(self, chosen, left, i):
        result = []
        for tile, count in left.items():
            if count:
                chosen[i] = tile
                if self.fits(chosen, i):
                    result.append(tile)
        chosen[i] = None
        return result

    def search(self, chosen, left, i=0):
        """Fills the places from the i-th on; `chosen` stays as it is if there is no way."""
        self.tried += 1
        if i == len(chosen):
            return tuple(chosen)
        for tile in self.candidates(chosen, left, i):
            chosen[i] = tile
            found = self.search(chosen, {**left, tile: left[tile] - 1}, i + 1)
            if found:
                return found
        chosen[i] = None
        return None


def main(n):
    results = []
    for pattern in PATTERNS[:n]:
        # Tiles are made from a solution, so that there is one.
        puzzle = Puzzle(3)
        count = len(puzzle.near)
        full = [pattern >> i & 1 for i in range(count)]
        left = {}
        for i in range(count):
            tile = sum(full[j] for j in puzzle.near[i]) if full[i] else -1
            left[tile] = left.get(tile, 0) + 1
        found = puzzle.search([None] * count, dict(sorted(left.items())))
        results.append((puzzle.tried, found))
    return results
