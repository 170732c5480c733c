"""Rows of the Mandelbrot set: pure float arithmetic, nothing shared."""

UNITS = 160


def work(first, last):
    total = 0
    for row in range(first, last):
        # Rows in an order that gives each thread as much of the inside.
        y = (row * 37 % UNITS) / UNITS * 2.4 - 1.2
        for column in range(200):
            x = column / 200 * 3.0 - 2.1
            a = b = 0.0
            for step in range(60):
                a, b = a * a - b * b + x, 2.0 * a * b + y
                if a * a + b * b > 4.0:
                    break
            total += step
    return total
