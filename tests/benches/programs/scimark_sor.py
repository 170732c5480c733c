"""Jacobi successive over-relaxation on a grid of floats: rows of lists in nested loops."""

N = 80


def main(n):
    size, omega = 80, 1.25
    grid = [[((i * size + j) * 7919 % 1000) / 1000 for j in range(size)] for i in range(size)]
    quarter, rest = omega * 0.25, 1.0 - omega
    for _ in range(n):
        for i in range(1, size - 1):
            above, row, under = grid[i - 1], grid[i], grid[i + 1]
            for j in range(1, size - 1):
                row[j] = quarter * (above[j] + under[j] + row[j - 1] + row[j + 1]) + rest * row[j]
    return f"{sum(map(sum, grid)):.9f}"
