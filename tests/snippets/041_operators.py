# Operator overloading: reflected, in place, NotImplemented, and who goes first.
class V:
    def __init__(self, *v): self.v = v
    def __repr__(self): return f"V{self.v}"
    def __add__(self, o): return V(*(a + b for a, b in zip(self.v, o.v))) if isinstance(o, V) else NotImplemented
    def __mul__(self, k): return V(*(a * k for a in self.v))
    __rmul__ = __mul__
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.v, o.v))
    def __neg__(self): return V(*(-a for a in self.v))
    def __pos__(self): return self
    def __invert__(self): return "inverted"
    def __abs__(self): return sum(a * a for a in self.v) ** 0.5
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __bool__(self): return any(self.v)
    def __getitem__(self, i): return self.v[i]
    def __len__(self): return len(self.v)
    def __contains__(self, x): return x in self.v
    def __iadd__(self, o): print("iadd"); return V(*(a + b for a, b in zip(self.v, o.v)))
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, e, m=None): return ("pow", e, m)
    def __rpow__(self, b): return ("rpow", b)
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 1
    def __call__(self, *a, **k): return (a, k)
    def __lshift__(self, o): return "<<"
    def __rand__(self, o): return "rand"
    def __index__(self): return 2
    def __complex__(self): return 1j
    def __float__(self): return 2.5
a, b = V(1, 2), V(3, 4)
print(a + b, a * 3, 3 * a, a @ b, -a, +a, ~a, abs(V(3, 4)), a == V(1, 2), a != b, bool(V(0, 0)), a[1], a[:1], len(a), 2 in a)
print(divmod(a, 1), divmod(1, a), a ** 2, 2 ** a, pow(a, 2, 3), round(a), round(a, 1), a(1, k=2), a << 1, 5 & a, [1, 2, 3][a], float(a), complex(a), hex(a))
c = a
c += b
print(c, a, {a: 1}[V(1, 2)])
c *= 2
print(c)
class Up(V):
    def __radd__(self, o): return "Up.__radd__"
print(a + Up(1, 1), Up(1, 1) + a)
class L:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt", self.n); return NotImplemented
    def __gt__(self, o): print("gt", self.n); return NotImplemented
    def __eq__(self, o): print("eq", self.n); return NotImplemented
    def __le__(self, o): return "le result"
print(L(1) == L(2), L(1) <= L(2), L(1) != L(2))
for bad in (lambda: L(1) < L(2), lambda: a + 1, lambda: 1 + a, lambda: a - b, lambda: a // b, lambda: L(1) >= 1, lambda: hash(L(1))):
    try:
        print(bad())
    except TypeError as e:
        print(e)
class I:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return "add instead"
i = I()
i += 1
print(i)
