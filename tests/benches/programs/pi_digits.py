"""Digits of pi by a spigot over whole numbers that grow: arithmetic on big ints."""

N = 1_200


def digits():
    """Gibbons's unbounded spigot, with Lambert's continued fraction folded into four ints."""
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < m * t:
            yield m
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2


def main(n):
    found = 0
    for i, digit in enumerate(digits(), 1):
        found = (found * 10 + digit) % 1_000_000_007
        if i == n:
            return found
