"""Tuples and lists unpacked into names, in long runs of assignments."""

N = 40_000


def main(n):
    pair, triple, ten = (1, 2), [3, 4, 5], tuple(range(10))
    nested = (1, (2, 3), [4, (5, 6)])
    total = 0
    for _ in range(n):
        for _ in range(4):
            a, b = pair
            c, d, e = triple
            f, g, h, i, j, k, l, m, o, p = ten
            a, b, c, d, e, f, g, h, i, j = ten
            b, a = a, b
            q, (r, s), [t, (u, v)] = nested
            first, *middle, last = ten
            c, d, e = e, c, d
            k, l, m, o, p, a, b, q, r, s = ten
        total += a + b + c + d + e + f + j + p + q + v + last + len(middle)
    return total
