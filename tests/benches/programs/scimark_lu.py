"""LU factorisation with partial pivoting of matrices of floats."""

N = 20


def factor(a):
    size = len(a)
    order = list(range(size))
    for j in range(size):
        pivot = max(range(j, size), key=lambda i: abs(a[i][j]))
        if pivot != j:
            a[pivot], a[j] = a[j], a[pivot]
            order[pivot], order[j] = order[j], order[pivot]
        top = a[j]
        inverse = 1.0 / top[j]
        for i in range(j + 1, size):
            row = a[i]
            factor = row[j] = row[j] * inverse
            if factor:
                for k in range(j + 1, size):
                    row[k] -= factor * top[k]
    return order


def main(n):
    size = 50
    total = 0.0
    for seed in range(1, n + 1):
        a = [[((i * 31 + j * 17 + i * j) * seed % 101) / 101 + (i == j) for j in range(size)] for i in range(size)]
        order = factor(a)
        total += sum(a[i][i] for i in range(size)) + order[0]
    return f"{total:.6f}"
