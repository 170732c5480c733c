# Eight threads hammer shared containers without any care: only the documented errors.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
N = 8
def numbers(seed):
    while True:
        seed = seed * 1103515245 + 12345 & 0x7fffffff
        yield seed >> 8
errors = []
def run(work):
    def guarded(n):
        try: work(n, numbers(n))
        except BaseException as e: errors.append(repr(e))
    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(N)]
    for t in threads: t.start()
    for t in threads: t.join()
items = []
def lists(n, r):
    for i in range(600):
        k = next(r) % 13
        try:
            if k == 0: items.append(n)
            elif k == 1: items.pop()
            elif k == 2: items.insert(next(r) % 9, n)
            elif k == 3: items.extend([n] * (next(r) % 5))
            elif k == 4: del items[next(r) % 9:]
            elif k == 5: items.sort()
            elif k == 6: items.reverse()
            elif k == 7: sum(items)
            elif k == 8: items[next(r) % 10] = n
            elif k == 9: items[2:4] = [n, n, n]
            elif k == 10: (list(items), items + items[:1], items * 2, items.count(n), n in items)
            elif k == 11: [x for x in items if x > 3]
            else: items.remove(n)
        except (IndexError, ValueError): pass
run(lists)
print("lists", all(x in range(N) for x in items), errors)
d = {}
def dicts(n, r):
    for i in range(600):
        k, o = next(r) % 50, next(r) % 12
        try:
            if o < 4: d[k] = (k, n)
            elif o == 4: del d[k]
            elif o == 5: d.pop(k, None)
            elif o == 6: d.setdefault(k, (k, n))
            elif o == 7: d.popitem()
            elif o == 8: assert all(a == b[0] for a, b in list(d.items()))
            elif o == 9: d.update({k: (k, n), k + 1: (k + 1, n)})
            elif o == 10:
                for a, b in d.items(): assert a == b[0]
            else: (d.get(k), k in d, len(d), d.copy())
        except (KeyError, RuntimeError): pass
run(dicts)
print("dicts", all(a == b[0] for a, b in d.items()), errors)
class C: pass
o = C()
def objects(n, r):
    for i in range(600):
        k, name = next(r) % 8, "x%d" % (next(r) % 20)
        try:
            if k < 3: setattr(o, name, name)
            elif k == 3: delattr(o, name)
            elif k == 4: assert getattr(o, name) == name
            elif k == 5: assert all(a == b for a, b in list(o.__dict__.items()))
            elif k == 6: setattr(C, "y%d" % (next(r) % 5), n)
            else:
                C.m = lambda self: n
                assert o.m() in range(N)
        except (AttributeError, RuntimeError): pass
run(objects)
print("objects", errors)
s = set()
def sets(n, r):
    for i in range(600):
        k, o = next(r) % 40, next(r) % 8
        try:
            if o < 3: s.add(k)
            elif o == 3: s.discard(k)
            elif o == 4: s.pop()
            elif o == 5: (s | {k}, s & {k}, len(s))
            elif o == 6:
                for x in s: assert 0 <= x < 40
            else: s.remove(k)
        except (KeyError, RuntimeError): pass
run(sets)
print("sets", s <= set(range(40)), errors)
def count():
    yield from range(10 ** 6)
shared, plain, got = count(), iter(range(10 ** 6)), [([], []) for _ in range(N)]
def iterators(n, r):
    for i in range(400):
        try: got[n][0].append(next(shared))
        except ValueError: pass
        got[n][1].append(next(plain))
run(iterators)
both = [sorted(sum((g[k] for g in got), [])) for k in range(2)]
print("iterators", both[0] == list(range(len(both[0]))), both[1] == list(range(400 * N)), errors)
def exceptions(n, r):
    for i in range(300):
        try:
            try: d["no", n, i]
            except KeyError as e: raise ValueError(n) from e
        except ValueError as e:
            assert e.args == (n,) and e.__cause__.args[0] == ("no", n, i)
run(exceptions)
print("exceptions", errors)
