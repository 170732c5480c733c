"""A sparse matrix times a vector, in compressed rows: indirect indexing."""

N = 150


def main(n):
    size, per_row = 1000, 5
    values, columns, starts = [], [], [0]
    for row in range(size):
        for k in range(per_row):
            columns.append((row * 13 + k * 197) % size)
            values.append(((row + k) * 7919 % 1000) / 1000)
        starts.append(len(values))
    x = [(i % 10) / 10 for i in range(size)]
    y = [0.0] * size
    for _ in range(n):
        for row in range(size):
            total = 0.0
            for i in range(starts[row], starts[row + 1]):
                total += x[columns[i]] * values[i]
            y[row] = total
    return f"{sum(y):.9f}"
