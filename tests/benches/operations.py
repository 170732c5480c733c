"""Some 260 operations of a line each: how many nanoseconds one takes.

    python operations.py > FILE            a line for each: nanoseconds, a tab, the operation
    python operations.py FILE FILE...      a table of such files, by the ratio of the last to the first

Each operation stands in a loop of its own, in a function whose variables are local. The least of five runs counts. A
profile of a program shows what that program does often; this shows what is slow without being often in any of the programs.
"""

import sys
import time

RUNS = 5
SECONDS = 0.004

SETUP = """
import collections, functools, itertools, json, math, operator, random, re, struct, sys

class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Base:
    k = 3

    def __init__(self, x):
        self.x = x

    def m(self):
        return self.x

    @property
    def p(self):
        return self.x

    @classmethod
    def c(cls):
        return cls

    @staticmethod
    def s(a):
        return a

    def __eq__(self, other):
        return self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __hash__(self):
        return 7

    def __contains__(self, other):
        return True

    def __getitem__(self, index):
        return index

    def __len__(self):
        return 5

    def __call__(self):
        return 1

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def __add__(self, other):
        return self

    def __iter__(self):
        return iter((1, 2))


class Derived(Base):
    def __init__(self, x):
        super().__init__(x)

    def m(self):
        return super().m()


class Plain:
    pass


def fn(a, b=2, *, c=3):
    return a


def va(*a):
    return a


def kw(**k):
    return k


def both(*a, **k):
    return fn(*a, **k)


def gen():
    yield 1
    yield 2


a, b, f, yes, none, big = 5, 7, 1.5, True, None, 1 << 80
c = [3, 1, 2]
l = list(range(100))
t = tuple(l)
d = {i: i for i in l}
sd = {str(i): i for i in l}
s = set(l)
s2 = set(range(50, 150))
fs = frozenset(l)
st = "hello world, this is a text"
kk = "50"
w = st.split()
by = b"hello world"
ba = bytearray(by)
q, r, p, o, o2 = Base(3), Derived(3), Point(1, 2), Plain(), Plain()
tk, ka = (1, 2), {"c": 5}
td = {(1, 2): 3}
dq = collections.deque(l)
dd = collections.defaultdict(int, d)
cn = collections.Counter(st)
nt = collections.namedtuple("nt", "a b")(1, 2)
"""

# Separated by two blanks, or lines.
OPERATIONS = """
a + b  a // b  a % b  -a  ~a  a << 3  divmod(a, b)  a ** 2  f + a  f ** 2  f // 2  f % 2  abs(a)  int(f)  float(a)  round(f)  round(f, 1)
a + yes  f + yes  yes + yes  yes | yes  a == yes  yes < a  big + 1  big * big  big // 3  big == big  str(big)  1j * f
not a  not o  not q  a and b  a if b else c  a is b  none is None  a < b  f < a  kk == st  kk < st  st == w  o == o2  o != o2  o == none  q == r  q < r
min(a, b)  max(a, b)  min(l)  max(l)  sum(l)  any(l)  all(l)  sum(x for x in c)  sum(f * x for x in c)  any(x > 2 for x in c)  sorted(c)  sorted(w)
sorted(l, key=lambda x: -x)  l.sort()  l.reverse()
list(l)  tuple(l)  set(c)  dict(d)  list(gen())  list(map(str, c))  list(zip(c, c))  list(enumerate(c))  list(reversed(c))  list(range(5))
list(st)  list(d)  list(d.items())  list(filter(None, c))  list(itertools.chain(c, c))  list(itertools.product(c, c))
[x for x in c]  [x for x in c if x > 1]  {x for x in c}  {x: x for x in c}  [i * j for i in c for j in c]  (x for x in c)
[1, 2, 3]  [a, b]  (a, b)  {a: b}  {a, b}  a, b = b, a  x, y = tk  x, *y = l
l[3]  l[-1]  l[1:3]  l[:]  t[3]  t[1:3]  c[yes]  c.index(2)  c.count(1)  c.copy()  c + c  c * 2  c == c  c < c  t == t  tk < tk
l.append(1); l.pop()  dq.append(1); dq.pop()  dq[3]
d[3]  sd[kk]  d.get(3)  d.get(1000, 0)  td[tk]  td[1, 2]  td.get(tk)  d[3] = 4  del d[3]; d[3] = 3  dd[3]  cn["l"]  sd | sd  d == d
3 in d  3 in l  3 in s  3 in t  kk in sd  "lo" in st  o in c  dict.fromkeys(c)  dict(a=1)  sd.setdefault(kk, 1)  sd.update(a=1)  sd.pop("z", 0)
s | s  s | s2  s & s2  s - s2  s ^ s2  fs | fs  s.add(3)  s.discard(1000)
for x in d: pass  for x, y in d.items(): pass  for x in s: pass  for x in st: pass  for x in t: pass  for x in q: pass  for x in range(9): pass
st[3]  st[1:4]  st + "x"  st * 2  st.upper()  st.lower()  st.title()  st.split()  st.replace("l", "m")  st.find("w")  st.startswith("he")
st.strip()  "".join(w)  ",".join(w)  st.count("l")  st.isdigit()  st.center(50)  st.zfill(40)  st.splitlines()  st.partition(" ")  st.rsplit(" ", 1)
f"{a}"  f"{a}{b}"  f"{f:.2f}"  f"{st:>30}"  "%d %s" % (a, st)  "%(50)s %(51)s" % sd  "{} {}".format(a, b)
str(a)  str(f)  str(none)  str(c)  repr(st)  int("123")  float("1.5")  ord("a")  chr(97)  hex(a)
by[3]  by + by  by.decode()  st.encode()  bytes(5)  ba.append(1); ba.pop()
len(l)  len(st)  len(q)  isinstance(a, int)  isinstance(q, (int, Base))  type(a)  type(a) == int  hash(st)  hash(tk)  id(a)  callable(fn)
q.x  q.k  q.p  q.m()  Base.c()  Base.s(1)  r.m()  Base(1)  Point(1, 2)  p.x  q + r  3 in q  q[3]  q()  nt.a  nt[0]  nt == nt
getattr(q, "x")  hasattr(q, "zz")  setattr(q, "x", 3)
fn(1)  fn(1, 2)  fn(1, b=2)  fn(1, c=5)  va(1, 2)  va(*t)  kw(a=1)  kw(**sd)  fn(1, **ka)  kw(**ka)  both(*tk, **ka)  both(*tk, **{})  sys._getframe().f_lineno  lambda: 1  functools.partial(fn, 1)()
iter(l)  next(iter(l))  slice(1, 2)  complex(1, 2)  map(str, c)  enumerate(c)  zip(c, c)  range(5)
math.sqrt(f)  math.floor(f)  math.sin(f)  math.gcd(12, 18)  operator.add(a, b)  random.random()  random.randint(1, 6)
functools.reduce(operator.add, l)  json.dumps(c)  json.loads("[1,2,3]")  re.match("h.*o", st)  struct.pack("<i", 5)
with q: pass  import math  assert a  class T: pass
try: raise ValueError @except ValueError: pass
try: d[1000] @except KeyError: pass
try: a @except KeyError: pass
"""


def operations():
    for line in OPERATIONS.strip().split("\n"):
        yield from line.split("  ")


def measure(operation, names, namespace):
    body = operation.replace("@", "\n        ")
    defaults = ", ".join(f"{name}={name}" for name in names)
    source = f"def loop(n, {defaults}):\n    for _ in range(n):\n        {body}\n"
    exec(source, namespace)
    loop = namespace["loop"]
    count, took = 100, 0
    while took < SECONDS:
        count = count * 2
        begun = time.perf_counter()
        loop(count)
        took = time.perf_counter() - begun
    least = took
    for _ in range(RUNS - 1):
        begun = time.perf_counter()
        loop(count)
        least = min(least, time.perf_counter() - begun)
    return least / count * 1e9


def table(paths):
    columns = []
    for path in paths:
        with open(path) as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
        columns.append({operation: float(time) for time, operation in lines})
    first, last = columns[0], columns[-1]
    for operation in sorted(first, key=lambda operation: first[operation] / last[operation]):
        times = "".join(f"{column[operation]:9.0f}" for column in columns)
        print(f"{last[operation] / first[operation]:6.2f}{times}  {operation}")


def main(paths):
    if paths:
        return table(paths)
    before = set(globals())
    for operation in operations():
        namespace = {}
        exec(SETUP, namespace)
        names = [name for name in namespace if len(name) <= 2 and name not in before]
        print(f"{measure(operation, names, namespace):.2f}\t{operation}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
