# Inner loops that begin again and again: over lists, tuples and ranges, with what leaves them early, what changes meanwhile, and
# iterators that somebody else has.
import itertools


def nested(rows):
    total = 0
    for row in rows:
        for item in row:
            total += item
    return total


print(nested([(1, 2), (3,), (), (4, 5, 6)] * 200), nested([[1, 2], [3], [], [4, 5, 6]] * 200), nested([range(n % 5) for n in range(600)]))
print(nested([(1, 2), [3, 4], range(3), {5: 6}, {7}, iter([8, 9]), (n for n in (1, 2))] * 200))


def three_deep(n):
    found = []
    for a in range(n):
        for b in [a, a + 1]:
            for c in (b, -b, 2 * b):
                if c > 20:
                    break
                found.append(c)
            else:
                found.append(-1000)
        if a % 7 == 3:
            continue
        for d in range(a % 4, 9, 3):
            found.append(d)
    return len(found), sum(found), found[-5:]


print(three_deep(5), three_deep(300))


def broken_off(rows):
    seen = 0
    for row in rows:
        for item in row:
            if item == 3:
                break
            seen += item
        for item in row:
            if item == 2:
                continue
            seen += 10 * item
    return seen


print(broken_off([(1, 2, 3, 4)] * 300), broken_off([[1, 3], [2, 2], [3]] * 200))


def growing(n):
    total = []
    for turn in range(n):
        row = [1, 2]
        for item in row:
            if len(row) < 6:
                row.append(item + turn % 3)
            total.append(item)
        for item in row:
            row.pop()
            total.append(item)
        total.append(len(row))
    return len(total), sum(total)


print(growing(300))


# Iterators that have a name of their own stay at their end.
def held(n):
    ends = []
    for turn in range(n):
        it = iter([turn, turn + 1])
        for item in it:
            ends.append(item)
        for item in it:
            ends.append("never")
        ends.append(next(it, None))
        kept = iter((1, 2))
        for item in kept:
            break
        ends.append(list(kept))
    return len(ends), ends[-4:]


print(held(300))


def collected(n):
    kept = []
    for turn in range(n):
        its = [iter([turn]), iter((turn,)), iter(range(2))]
        kept.append(its)
        for it in its:
            for item in it:
                pass
    return [next(it, "end") for its in kept for it in its] == ["end"] * (3 * n), len({id(it) for its in kept for it in its}) == 3 * n


print(collected(300))


def generators(n):
    made = []
    for turn in range(n):
        row = [turn, turn + 1]
        made.append(x * 2 for x in row)
        for item in row:
            row = (item,)
    return sum(sum(g) for g in made), [next(g, "end") for g in made[:2]]


print(generators(300))


def yielding(rows):
    for row in rows:
        for item in row:
            yield item
        yield from row


print(sum(yielding([(1, 2), (3,)] * 300)), list(itertools.islice(yielding([[1, 2], [], [3]]), 5)))
interleaved = [yielding([(n, n + 1), (n + 2,)] * 50) for n in range(4)]
print(sum(sum(values) * (turn + 1) for turn, values in enumerate(zip(*interleaved))))


def recursive(tree):
    total = 0
    for branch in tree:
        if isinstance(branch, tuple):
            for leaf in branch:
                total += leaf
                for again in (leaf, leaf):
                    total += again
        else:
            total += recursive(branch)
    return total


tree = [(1, 2), [(3,), [(4, 5), (6,)], (7,)], (8, 9)]
print(recursive(tree), recursive([tree] * 100), recursive([[tree] * 3] * 50))


def raising(rows):
    total = 0
    for row in rows:
        try:
            for item in row:
                total += 10 // item
        except ZeroDivisionError:
            total -= 1
        except TypeError as error:
            total += len(str(error))
    return total


print(raising([(1, 2), (5, 0, 3), [0], [3, "x"], (7,)] * 100))


class Row(list):
    def __iter__(self):
        return iter([len(self)] * 2)


class Plain(tuple):
    pass


print(nested([Row([1, 2, 3]), Plain((4, 5)), (1,), [2]] * 150))
print([[a * b for a in (1, 2, 3) for b in range(a)] for _ in range(100)][-1], {(a, b) for _ in range(100) for a in [1, 2] for b in (a, 3)} == {(1, 1), (1, 3), (2, 2), (2, 3)})
print(sum(len([c for b in a for c in b]) for a in [[(1, 2), (3,)], [], [[4], (5, 6)]] * 100))


def large(n):
    rows = [list(range(size)) for size in (3, 40, 100, 1, 0, 17, 16, 33)]
    total = 0
    for turn in range(n):
        for row in rows:
            for item in row:
                total += item
            row.append(turn)
    return total, [len(row) for row in rows], [row[-2:] for row in rows]


print(large(60))
