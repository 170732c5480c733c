# Slices of every shape, on every sequence, and assigned to.
s = list(range(10))
for start in (None, 0, 3, -3, 20, -20):
    for stop in (None, 0, 7, -2, 20, -20):
        print(s[start:stop], s[start:stop:2], s[start:stop:-3])
print(slice(1, 2), slice(None), slice(1, None, 2).indices(5), slice(-3, None).indices(10))
print("abcdef"[1:5:2], (1, 2, 3, 4)[::-1], b"abcdef"[2:4], range(10)[2:8:3], range(10)[::-1])
a = list(range(6))
a[1:3] = ["x", "y", "z"]
print(a)
a[::2] = [0, 0, 0, 0]
print(a)
a[2:2] = [7, 8]
print(a)
a[5:1] = ["in"]
print(a)
del a[::3]
print(a)
del a[1:3]
print(a)
a[:] = []
print(a)
a[0:0] = "abc"
print(a)
try:
    a[::2] = [1]
except ValueError as e:
    print(e)
try:
    a[::0]
except ValueError as e:
    print(e)
try:
    a["x":]
except TypeError as e:
    print(e)
