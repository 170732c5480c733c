# Numbers, names and precedence.
a = 6
b = a * 7
print(b, b - a, (b + a) // 5, -b)
