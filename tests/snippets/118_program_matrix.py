# A program: matrices with operators, determinants by fractions, and a solver.
from fractions import Fraction
class Matrix:
    def __init__(self, rows): self.rows = [list(map(Fraction, r)) for r in rows]
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
    @property
    def shape(self): return len(self.rows), len(self.rows[0])
    @property
    def T(self): return Matrix(zip(*self.rows))
    def __getitem__(self, ij):
        match ij:
            case int(i), int(j): return self.rows[i][j]
            case int(i): return self.rows[i]
        raise TypeError(f"bad index {ij!r}")
    def __add__(self, o): return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])
    def __mul__(self, k): return Matrix([[a * k for a in r] for r in self.rows])
    __rmul__ = __mul__
    def __neg__(self): return -1 * self
    def __sub__(self, o): return self + -o
    def __matmul__(self, o):
        if self.shape[1] != o.shape[0]: raise ValueError(f"shapes {self.shape} and {o.shape}")
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __pow__(self, n):
        if n == 0: return Matrix.identity(self.shape[0])
        half = self ** (n // 2)
        return half @ half @ self if n % 2 else half @ half
    def __eq__(self, o): return self.rows == o.rows
    def __repr__(self): return "[" + "; ".join(" ".join(map(str, r)) for r in self.rows) + "]"
    def reduced(self):
        m, sign, lead = [r[:] for r in self.rows], 1, 0
        for i in range(len(m)):
            pivot = next((k for k in range(i, len(m)) if m[k][i]), None)
            if pivot is None: return m, 0
            if pivot != i: m[i], m[pivot], sign = m[pivot], m[i], -sign
            for k in range(len(m)):
                if k != i and m[k][i]:
                    f = m[k][i] / m[i][i]
                    m[k] = [a - f * b for a, b in zip(m[k], m[i])]
        for i in range(len(m)): sign *= m[i][i]
        return m, sign
    def det(self): return self.reduced()[1]
    def solve(self, b):
        m, d = Matrix([r + [x] for r, x in zip(self.rows, b)]).reduced()
        return [r[-1] / r[i] for i, r in enumerate(m)] if d else None
a, b = Matrix([[1, 2], [3, 4]]), Matrix([[0, 1], [1, 0]])
print(a + b, a - b, a @ b, 2 * a, a.T, a.det(), a[1, 0], a[0], a ** 3, a == a.T.T, (a @ b).det() == a.det() * b.det())
fib = Matrix([[1, 1], [1, 0]])
print((fib ** 100)[0, 1], (fib ** 0), a.solve([5, 11]), Matrix([[1, 2], [2, 4]]).solve([1, 2]), a * Fraction(1, 3))
hilbert = Matrix([[Fraction(1, i + j + 1) for j in range(5)] for i in range(5)])
print(hilbert.det(), hilbert.solve([1, 0, 0, 0, 0]))
for bad in (lambda: a @ Matrix([[1, 2]]), lambda: a["x"], lambda: a @ 5):
    try:
        bad()
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
