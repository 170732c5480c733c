"""A fast Fourier transform, there and back, over one flat list of real and imaginary parts."""

from math import pi, sin

N = 8


def transform(data, direction):
    n = len(data) // 2
    # Bit reversal.
    j = 0
    for i in range(n - 1):
        if i < j:
            a, b = 2 * i, 2 * j
            data[a], data[b] = data[b], data[a]
            data[a + 1], data[b + 1] = data[b + 1], data[a + 1]
        k = n >> 1
        while k <= j:
            j -= k
            k >>= 1
        j += k
    span = 1
    while span < n:
        angle = direction * pi / span
        s, t = sin(angle), sin(angle / 2)
        twist = 2.0 * t * t
        real, imag = 1.0, 0.0
        for a in range(span):
            for b in range(a, n, 2 * span):
                i, k = 2 * b, 2 * (b + span)
                x, y = data[k], data[k + 1]
                re, im = real * x - imag * y, real * y + imag * x
                data[k] = data[i] - re
                data[k + 1] = data[i + 1] - im
                data[i] += re
                data[i + 1] += im
            real, imag = real - s * imag - twist * real, imag + s * real - twist * imag
        span *= 2


def main(n):
    size = 2048
    data = [((i * 7919) % 1000) / 1000 for i in range(2 * size)]
    before = data[:]
    for _ in range(n):
        transform(data, 1.0)
        transform(data, -1.0)
        data[:] = [x / size for x in data]
    error = max(abs(a - b) for a, b in zip(before, data))
    return error < 1e-9, f"{sum(data):.6f}"
