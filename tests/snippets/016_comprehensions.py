# Comprehensions: nesting, conditions, scope, walrus inside.
print([x * x for x in range(5)], [x for x in range(10) if x % 2 if x > 3])
print([(x, y) for x in range(3) for y in range(x)], [[y for y in range(x)] for x in range(3)])
print({x: x * x for x in range(3)}, {k: v for v, k in enumerate("ab")}, sorted({x // 2 for x in range(5)}))
print(sum(x for x in range(10)), list(x for x in "ab"), tuple(i for i in range(2)))
x = "outside"
print([x for x in range(3)], x)
print([last := y for y in range(4)], last)
print([f(3) for f in [lambda v, n=n: v * n for n in range(3)]])
class C:
    n = 3
    items = [i for i in range(n)]
    try:
        wrong = [n for i in range(2)]
    except NameError as e:
        print(e)
print(C.items)
def scoped():
    k = 2
    return [k * i for i in range(3)], {i: [j + k for j in range(i)] for i in range(3)}
print(scoped())
print([a for a, in [(1,), (2,)]], [a + b for (a, b) in [(1, 2)]], [c for a in ["ab", "cd"] for c in a])
print([*range(2), *[i for i in "x"]], {**{i: 1 for i in range(2)}})
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [*zip(*matrix)])
g = (print("run", i) or i for i in range(2))
print("made")
print(next(g), next(g), next(g, "end"))
try:
    (i for i in 5)
except TypeError as e:
    print(e)
print([i for i in range(5) if not i % 2 or i == 3], [i if i else "zero" for i in range(2)])
