# random: the same numbers as everywhere for the same seed.
import random
r = random.Random(42)
print([r.randint(1, 100) for _ in range(8)])
print([r.random() for _ in range(3)])
print(r.choice("abcdef"), r.choices([1, 2, 3], k=5), r.choices("ab", weights=[1, 9], k=5), r.sample(range(100), 5), r.uniform(1, 2))
x = list(range(10))
r.shuffle(x)
print(x, r.randrange(0, 100, 7), r.getrandbits(100), r.getrandbits(0), r.gauss(0, 1), r.normalvariate(), r.expovariate(1.5), r.betavariate(1, 2), r.triangular(0, 1, 0.5), r.paretovariate(3))
state = r.getstate()
a = [r.random() for _ in range(3)]
r.setstate(state)
print(a == [r.random() for _ in range(3)], state[0], len(state[1]))
for seed in (0, 1, -1, 2 ** 100, "text", b"bytes", 1.5, None):
    g = random.Random(seed)
    v = g.random()
    print(seed, v if seed is not None else 0 <= v < 1, random.Random(seed).random() == v if seed is not None else "")
random.seed(7)
print(random.random(), random.randint(1, 6), random.randbytes(4), random.sample(["a", "b", "c"], counts=[1, 2, 3], k=3), random.binomialvariate(10, 0.5))
big = random.Random(5)
print(big.randrange(10 ** 30), big.randint(-10 ** 20, 10 ** 20), big.sample(range(10 ** 9), 2))
for bad in (lambda: r.randint(2, 1), lambda: r.choice([]), lambda: r.sample([1], 2), lambda: r.randrange(0), lambda: r.choices([], k=1), lambda: random.seed([]), lambda: r.getrandbits(-1), lambda: r.randrange(1.5), lambda: r.sample({1, 2}, 1)):
    try:
        bad()
    except (ValueError, IndexError, TypeError) as e:
        print(type(e).__name__, e)
class Own(random.Random):
    def random(self): return 0.5
print(Own().uniform(0, 10), Own().choice("abcd"))
