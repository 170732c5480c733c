# collections: deque, Counter, defaultdict, OrderedDict, namedtuple, ChainMap, User*.
from collections import deque, Counter, defaultdict, OrderedDict, namedtuple, ChainMap, UserDict, UserList
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0)
print(d, d.pop(), d.popleft(), d, d[0], d[-1], len(d), d.maxlen, list(reversed(d)))
d.rotate(1); d.extend([7, 8]); d.extendleft([9])
print(d, d.index(7), d.count(9), d.copy() == d, deque("ab") + deque("c"), deque([1]) * 3, deque([1, 2]) < deque([1, 3]))
d.insert(1, "x") if len(d) < 4 else d.remove(9)
del d[0]; d.reverse(); d[0] = "set"
print(d, deque(), deque([deque()]), bool(deque()))
for bad in (lambda: deque().pop(), lambda: deque([1])[5], lambda: deque([1], 0)[0], lambda: deque([1]).remove(2), lambda: deque([1], -1), lambda: deque([1, 2], 2).insert(0, 1), lambda: hash(deque())):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
try:
    for x in d: d.append(x)
except RuntimeError as e:
    print(e)
c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], sum(c.values()), sorted(c.elements())[:5], c.total(), Counter(a=1, b=2) + Counter(b=1), Counter(a=3) - Counter(a=1, b=2), Counter("ab") & Counter("bc"), Counter("ab") | Counter("bc"))
c.update("zz"); c.subtract("aaaaaaa")
print(c["a"], c["z"], +c, -c, Counter("aab") == Counter("aba"), Counter(a=1) <= Counter(a=2), Counter([1, 1, 2]).most_common())
dd = defaultdict(list)
dd["a"].append(1); dd["b"]
print(dd, dd.get("zz"), len(dd), defaultdict(int, x=1), dd.default_factory)
try:
    defaultdict(None)["k"]
except KeyError as e:
    print(repr(e))
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a"); o.move_to_end("c", last=False)
print(o, o.popitem(last=False), list(reversed(o)), o == {"a": 1, "b": 2}, o == OrderedDict([("a", 1), ("b", 2)]))
P = namedtuple("P", "x y z", defaults=[0])
p = P(1, y=2)
print(p, p.x, p[1], p._replace(x=9), p._asdict(), P._fields, P._make([4, 5, 6]), p == (1, 2, 0), isinstance(p, tuple), P._field_defaults, P.x.__doc__, *p)
for bad in (lambda: P(1), lambda: P(1, 2, 3, 4), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: namedtuple("Q", "_a"), lambda: setattr(p, "x", 1), lambda: p._replace(q=1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(namedtuple("R", "a class a", rename=True)._fields)
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print(m["a"], m["b"], dict(m), m.maps, len(m), m.new_child({"a": 0})["a"], m.parents["a"], list(m))
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = U(a=1); u["b"] = 2
print(u, u.data, UserList([1, 2]) + [3], dict(u))
