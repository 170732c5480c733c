# Ints have any size: the steps over machine words are invisible.
for shift in (29, 30, 31, 32, 61, 62, 63, 64, 65, 127, 128):
    n = 1 << shift
    print(shift, n - 1, n, n + 1, -n, n * n)
print(2 ** 200 // 3 ** 50, 2 ** 200 % 3 ** 50)
print(-(2 ** 200) // 3 ** 50, -(2 ** 200) % 3 ** 50)
print(2 ** 200 // -(3 ** 50), 2 ** 200 % -(3 ** 50))
x = 4611686018427387903
print(x + 1, -x - 2, x * 2, x * -2)
y = 9223372036854775807
print(y + 1, -y - 1, -y - 2, y * y)
print((1 << 100) >> 98, -(1 << 100) >> 98, (-1 << 100) >> 101)
print((1 << 70) & ((1 << 69) - 1), (1 << 70) | 1, (1 << 70) ^ (1 << 70), ~(1 << 70))
print(-(1 << 70) & 0xff, -(1 << 70) | 0xff, -(1 << 70) ^ -1)
product = 1
i = 1
while i <= 30:
    product *= i
    i += 1
print(product)
print(10 ** 40 - 10 ** 40 + 1, 10 ** 30 == 10.0 ** 30, 2 ** 100 == 2.0 ** 100)
print(pow(3, 1000, 1000007), pow(2, -1, 7), pow(-3, 5, 7))
print(divmod(-(10 ** 20), 7), divmod(10 ** 20, -7))
print((10 ** 20).bit_length(), (-(10 ** 20)).bit_length(), (10 ** 20).bit_count())
