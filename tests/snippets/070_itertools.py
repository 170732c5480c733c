# itertools, each function once, with its edges.
from itertools import *
import operator
def show(it, n=8): print(list(islice(it, n)))
show(count(5)); show(count(1, -2), 3); show(count(0.5, 0.25), 3); show(cycle("ab"), 5); show(cycle([])); show(repeat(7), 3); show(repeat("x", 2))
show(accumulate([1, 2, 3, 4])); show(accumulate([3, 1, 2], max)); show(accumulate([1, 2], initial=100)); show(accumulate([1, 2, 3], operator.mul))
show(chain("ab", [1])); show(chain.from_iterable(["ab", "cd"])); show(compress("abcd", [1, 0, 1])); show(dropwhile(lambda x: x < 3, [1, 4, 2])); show(takewhile(lambda x: x < 3, [1, 4, 2])); show(filterfalse(lambda x: x % 2, range(5)))
show((k, list(g)) for k, g in groupby("aabbbca")); show((k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2))
show(islice("abcdef", 2)); show(islice("abcdef", 2, 4)); show(islice("abcdef", 1, None, 2)); show(pairwise("abcd")); show(starmap(pow, [(2, 3), (3, 2)])); show(zip_longest("ab", "xyz", fillvalue="-")); show(batched("abcdefg", 3)); show(zip_longest())
show(product("ab", [1, 2])); show(product([0, 1], repeat=2)); show(product()); show(permutations("abc", 2)); show(permutations(range(3)), 6); show(combinations("abcd", 2)); show(combinations_with_replacement("ab", 2)); show(combinations("ab", 3)); show(permutations([], 0))
a, b = tee(iter([1, 2, 3]))
print(next(a), next(a), next(b), list(a), list(b))
g = groupby("aab")
k, first = next(g)
k2, second = next(g)
print(k, list(first), k2, list(second))
c = count()
print(next(c), next(c), c, repeat(1, 3), count(3, 2), next(islice(c, 5, None)), next(c))
for bad in (lambda: islice("a", -1), lambda: batched("a", 0), lambda: combinations("a", -1), lambda: tee([], -1), lambda: count("a"), lambda: list(starmap(pow, [1])), lambda: repeat(), lambda: product("a", repeat=-1), lambda: islice("a", "b"), lambda: list(batched("abc", 2, strict=True)), lambda: list(chain(1)), lambda: accumulate(), lambda: zip_longest("a", fill=1), lambda: list(accumulate([1, "a"]))):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 1, 3)), next(it), list(takewhile(lambda x: x < 8, it)), list(it))
print(len(list(product(range(5), repeat=4))), sum(1 for _ in permutations(range(6))), len(list(combinations(range(10), 5))))
print(list(map(tuple, chain.from_iterable(combinations([1, 2, 3], r) for r in range(4)))), [*zip(*[iter("abcdef")] * 2)])
