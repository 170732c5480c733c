# for over ranges, strings, lists and dicts; else, break, continue, nested targets.
for i in range(3):
    print(i)
print(i)
for i in range(10, 0, -3):
    print(i, end=" ")
print()
for c in "abc":
    print(c, end="-")
print()
for i in []:
    print("never")
else:
    print("empty else")
for x in [1, 2, 3, 4]:
    if x == 3:
        break
    if x == 1:
        continue
    print(x)
else:
    print("never")
for (a, b), c in [((1, 2), 3), ((4, 5), 6)]:
    print(a, b, c)
for a, *rest in [(1, 2, 3), (4,), "xyz"]:
    print(a, rest)
d = {"x": 1, "y": 2}
for k in d:
    print(k, d[k])
for d["z"] in range(3):
    pass
print(d)
items = [1, 2, 3]
for x in items:
    if len(items) < 6:
        items.append(x * 10)
print(items)
total = 0
for i in range(3):
    for j in range(3):
        if j > i:
            break
        total += i * j
    else:
        total += 100
print(total)
