# match: literals, captures, sequences, mappings, classes, guards, or-patterns.
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Red: pass
class Const: PI, NAME = 3.14, "name"
def what(v):
    match v:
        case 0: return "zero"
        case -1 | 1.5 | 2 + 3j: return "number literal"
        case "a" "b": return "joined literal"
        case None | True | False: return f"singleton {v}"
        case Const.PI | Const.NAME: return "value"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [1, *rest]: return f"starts with one {rest}"
        case (x, y) if x == y: return f"twins {x}"
        case [first, *_, last] if len(v) > 3: return f"{first}..{last}"
        case [[a, b], {"k": c}]: return f"nested {a} {b} {c}"
        case [_, _, _]: return "three"
        case {"type": "circle", "r": r}: return f"circle {r}"
        case {"type": str(t), **rest}: return f"typed {t} {rest}"
        case {}: return f"mapping {v}"
        case Point(0, y=0): return "origin"
        case Point(x=0, y=y): return f"on the y axis {y}"
        case Point(x, y) as p if x > y: return f"{x}>{y} {p is v}"
        case Point(): return "a point"
        case int(n) | float(n): return f"number {n}"
        case str() as s if s.isdigit(): return f"digits {s}"
        case bytes(b): return f"bytes {b}"
        case Red(): return "red"
        case str(): return "string"
        case _: return f"other {type(v).__name__}"
for v in (0, False, True, None, -1, 1.5, 2 + 3j, "ab", 3.14, "name", [], (), [7], (7,), [1, 2, 3], [5, 5], [2, 3, 4, 5], [[1, 2], {"k": 3, "z": 0}], "xyz", [2, 3, 4], (2, 3),
          {"type": "circle", "r": 2}, {"type": "sq", "side": 1}, {}, {"x": 1}, Point(0, 0), Point(0, 5), Point(3, 1), Point(1, 3), 42, 4.5, "123", "", b"q", bytearray(b"q"), Red(), Red, {1}, range(2), iter([1])):
    print(repr(v) if type(v) not in (Point, Red) and "iterator" not in type(v).__name__ else type(v).__name__, "->", what(v))
match 5:
    case n if n > 10: print("big")
print("n" in globals(), n)
match (1, 2), {"a": 1}:
    case (a, b), {"a": c, **rest}: print(a, b, c, rest)
match [1, 2, 3]:
    case 1, *x, 3: print(x)
class Wrong: __match_args__ = ["x"]
class Few: __match_args__ = ("x",)
for source in ("Wrong(1)", "Few(1, 2)", "Few(1, x=2)", "int(1, 2)", "len(1)", "{'a': 1, 'a': 2}"):
    few = Few(); few.x = 1
    subject = {"Wrong(1)": Wrong(), "int(1, 2)": 1, "{'a': 1, 'a': 2}": {"a": 1}}.get(source, few)
    try:
        exec(f"match subject:\n case {source}: print('matched')\n case _: print('no match')")
    except (TypeError, SyntaxError, ValueError) as e:
        print(type(e).__name__, e)
match = case = _ = 1
type = 2
print(match + case + _ + type)
