# Arithmetic on small ints, and what print does with several arguments.
print(1 + 2, 3 - 5, 4 * 6, -7)
print(2 ** 10, 2 ** 0, (-3) ** 3, -3 ** 2)
print(7 // 2, 7 % 2, -7 // 2, -7 % 2, 7 // -2, 7 % -2, -7 // -2, -7 % -2)
print(6 / 3, 7 / 2, -1 / 4)
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, 1024 >> 3, -1 >> 5, -5 >> 1)
print(1 + 2 * 3, (1 + 2) * 3, 2 ** 3 ** 2, -2 ** -1)
print(0x1f, 0o17, 0b101, 1_000_000)
print(+True, -True, ~0)
a = 10
a += 5
print(a)
a -= 3
a *= 4
print(a)
a //= 7
print(a)
a **= 3
print(a)
a %= 100
a <<= 3
a >>= 1
a |= 1
a &= 0xff
a ^= 0xf
print(a)
print()
print("done")
