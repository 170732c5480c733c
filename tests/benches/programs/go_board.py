"""Random games of Go: chains of stones with liberties on a board, captures, and playouts."""

N = 120

SIZE = 9
EMPTY, BLACK, WHITE = 0, 1, 2


def neighbours(place):
    row, column = divmod(place, SIZE)
    if row:
        yield place - SIZE
    if row < SIZE - 1:
        yield place + SIZE
    if column:
        yield place - 1
    if column < SIZE - 1:
        yield place + 1


NEAR = [tuple(neighbours(place)) for place in range(SIZE * SIZE)]


class Chain:
    def __init__(self, colour):
        self.colour = colour
        self.stones = set()
        self.liberties = set()


class Board:
    def __init__(self, seed):
        self.chains = [None] * (SIZE * SIZE)
        self.free = list(range(SIZE * SIZE))
        self.where = {place: i for i, place in enumerate(self.free)}
        self.captured = [0, 0, 0]
        self.forbidden = None
        self.seed = seed

    def random(self, limit):
        self.seed = (self.seed * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.seed >> 8) % limit

    def take_free(self, place):
        i = self.where.pop(place)
        last = self.free.pop()
        if last != place:
            self.free[i] = last
            self.where[last] = i

    def give_free(self, place):
        self.where[place] = len(self.free)
        self.free.append(place)

    def useful(self, place, colour):
        """Legal, and not filling an own eye."""
        if place == self.forbidden:
            return False
        own_eye = True
        legal = False
        for near in NEAR[place]:
            chain = self.chains[near]
            if chain is None:
                legal = True
                own_eye = False
            elif chain.colour == colour:
                if len(chain.liberties) > 1:
                    legal = True
            else:
                own_eye = False
                if len(chain.liberties) == 1:
                    legal = True
        return legal and not own_eye

    def play(self, place, colour):
        self.take_free(place)
        self.forbidden = None
        chain = Chain(colour)
        chain.stones.add(place)
        self.chains[place] = chain
        for near in NEAR[place]:
            other = self.chains[near]
            if other is None:
                chain.liberties.add(near)
                continue
            other.liberties.discard(place)
            if other.colour == colour:
                if other is not chain:
                    chain = self.join(chain, other)
        for near in NEAR[place]:
            other = self.chains[near]
            if other is not None and other.colour != colour and not other.liberties:
                if len(other.stones) == 1 and len(chain.stones) == 1:
                    self.forbidden = near
                self.capture(other)

    def join(self, a, b):
        if len(a.stones) < len(b.stones):
            a, b = b, a
        a.stones |= b.stones
        a.liberties |= b.liberties
        for stone in b.stones:
            self.chains[stone] = a
        return a

    def capture(self, chain):
        self.captured[chain.colour] += len(chain.stones)
        # Sorted, because the order of a set is the interpreter's own.
        for stone in sorted(chain.stones):
            self.chains[stone] = None
            self.give_free(stone)
        for stone in chain.stones:
            for near in NEAR[stone]:
                other = self.chains[near]
                if other is not None:
                    other.liberties.add(stone)

    def move(self, colour):
        free = self.free
        start = self.random(len(free)) if free else 0
        for i in range(len(free)):
            place = free[(start + i) % len(free)]
            if self.useful(place, colour):
                self.play(place, colour)
                return True
        return False


def playout(seed):
    board = Board(seed)
    colour, passes, moves = BLACK, 0, 0
    while passes < 2 and moves < 300:
        passes = 0 if board.move(colour) else passes + 1
        colour = BLACK + WHITE - colour
        moves += 1
    stones = sum(1 for chain in board.chains if chain and chain.colour == BLACK)
    return moves, stones, board.captured[BLACK], board.captured[WHITE]


def main(n):
    return [sum(column) for column in zip(*(playout(seed) for seed in range(1, n + 1)))]
