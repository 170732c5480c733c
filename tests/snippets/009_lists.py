# Lists: methods, aliasing, nesting, comparison, repr of a list in itself.
a = [3, 1, 2]
b = a
b.append(4)
print(a, a is b, a == [3, 1, 2, 4], a[:] is a)
a.extend([5, 6]); a += (7,); a.insert(0, 0); a.insert(-1, 99); a.insert(100, 100)
print(a, len(a))
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(6)
print(a, a.index(2), a.count(1), a.index(4, 2))
a.sort()
print(a)
a.reverse()
print(a, a.copy() == a)
print([1] + [2, 3], [1, 2] * 2, [[0] * 2] * 2, 2 in a)
grid = [[0] * 3] * 2
grid[0][1] = 5
print(grid)
a.clear()
print(a, not a)
a.append(a)
print(a, a[0] is a)
print([1, [2, [3]]], [None, True, "s", 1.5], [(), (1,)])
print([1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 9], [] < [0])
for action in (lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1][1],
               lambda: [1] + (2,), lambda: a["a"], lambda: [1].pop(5), lambda: [1] * "a"):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
c = [1, 2, 3]
c *= 2
print(c)
d = c
d += [9]
print(c is d, c)
print(list(range(5)), list("ab"), list({1: 2}), list(()))
