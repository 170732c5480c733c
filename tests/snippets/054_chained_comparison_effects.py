# Each operand of a chain is evaluated once; comparison results need not be bools.
class N:
    def __init__(self, name): self.name = name
    def __lt__(self, other): print(self.name, "<", other.name); return [self.name, other.name]
    def __eq__(self, other): print(self.name, "==", other.name); return ""
    def __hash__(self): return 1
def get(name):
    print("get", name)
    return N(name)
print(get("a") < get("b") < get("c"))
print(get("a") == get("b") < get("c"))
print(1 < 2 == 2 in [2] is not None)
x = 5
print(0 < x < 10, 0 < x > 3, x == 5 != 6, 1 < 2 < 3 < 4 > 3, not 1 < 0 < 1 / 1)
print([1] < [2] < [3], "a" < "b" > "a", 3 in [3] in [[3]], (3 in [3]) in [[3]])
print(get("p") in [get("q")], get("p") not in [get("q")])
def f(v, log=[]):
    log.append(v)
    return log
print(len(f(1)) < len(f(2)) <= len(f(3)), f.__defaults__)
values = iter(range(5))
print(next(values) < next(values) < next(values), next(values))
print(min([3, 1, 2], key=lambda v: -v), (lambda a, b: a <= b >= a)(1, 2), 1 == True is not False)
try:
    1 < "a" < 2
except TypeError as e:
    print(e)
print(1 > 2 < "never evaluated as a comparison")
