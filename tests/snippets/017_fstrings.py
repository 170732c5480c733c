# f-strings: expressions, conversions, format specs, nesting, self-documenting.
name, n, x = "Ann", 42, 3.14159
print(f"{name} {n} {x} {n + 1} {name.upper()!r} {name!s:>6}|")
print(f"{n:5}|{n:<5}|{n:^5}|{n:05}|{n:+}|{n:x}|{n:#x}|{n:b}|{n:o}|{n:,}|{n:e}|{n:%}")
print(f"{x:.2f}|{x:8.3f}|{x:<8.1f}|{x:+.0f}|{x:e}|{x:g}|{1e10:g}|{0.00001:g}|{1234567.891:,.2f}")
print(f"{name:*^9}|{name:>5}|{name:.2}|{name!r:8}|{'':-<5}|")
print(f"{n=} {x=:.1f} {name=!s} {n + 1 = } {name = }")
width, precision = 10, 3
print(f"{x:{width}.{precision}f}|{name:{'>'}{width}}|")
print(f"{{literal}} {{{n}}} {'nested ' + f'{n}'} {f'{f"{n}"}'}")
print(f"{'a' if n > 5 else 'b'} {[i for i in range(3)]} { {'k': 1}['k'] } {(lambda q: q * 2)(4)}")
print(f"multi {
    n
    + 1
} line", f'{name:{"<" if n else ">"}8}|', f"{n!r}" f"{x!s}" "plain")
print(f"{True} {None} {[1, 'a']} {1 + 2j} {b'x'} {...}")
print(f"{n:_} {10**9:_} {255:#b} {-n: d} {n: d} {10**20:,} {65:c}")
class P:
    def __format__(self, spec):
        return f"<{spec}>"
    def __str__(self):
        return "str"
    def __repr__(self):
        return "repr"
print(f"{P()} {P():abc} {P()!s} {P()!r:>6} {P()=} {P()!s:5}|")
print(rf"\n{n}\t", f"\x41{n}\n", f"{'\n'.join(['a', 'b'])}", f"{"quotes" + 'mixed'}")
for spec, value in ((".2f", "s"), ("d", 1.5), ("q", 3), ("s", 5), (",s", "a"), ("=5", "a")):
    try:
        print(format(value, spec))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
