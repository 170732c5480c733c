# What CPython says when an operation does not fit its operands.
class A: pass
class B:
    def __repr__(self):
        return "B()"
five, none, items, pair, text, data, group = 5, None, [1, 2], (1, 2), 'abc', b'a', {1}
ops = """1 + 'a'|'a' + 1|1 - []|[] * 1.5|'a' / 2|{} + {}|None + 1|1 // 'a'|1 % None|2 ** 'a'|'a' ** 2|1 @ 2|1 << 1.0|1 & 'a'|'a' | 'b'|~1.5|-'a'|+[]|1 < 'a'|None > None|[] <= ()|{} < {}
A() + 1|1 + A()|A() < A()|A() @ B()|A() += 1|-A()|A()[0]|A()()|five()|len(A())|iter(A())|A() in A()|1 in A()|1 in 5|five[0]|none[0]|None.x|(1).x|'a'.x|[].x|{}.x|().x|print.x|len.x|A.x|A().x|B().y|int.x|A()[0:1]|items['a']|items[None]|pair['a']|text['a']|text[1.0]|{}['k']|data['x']|range(3)['a']|[][0]|()[0]|''[0]|b''[0]|[1][2**100]|group[0]|{[]: 1}|{{}}|hash([])|hash({})|hash(slice(1, [], 2))|hash(set())
unknown|int('x')|int(None)|int(A())|float('x')|float(None)|float([])|complex('x')|str(b'a', 'x-none')|bytes('a')|list(1)|tuple(None)|dict(1)|dict('ab')|set(1)|frozenset(None)|isinstance(1, 1)|isinstance(1, 'int')|issubclass(1, int)|super()|type('A', 1, {})|type('A', (1,), {})|next([])|chr('a')|ord(1)|ord('')|round('a')|round(1.5, 'a')|sum(5)|sum([1, 'a'])|max(1)|reversed(5)|getattr(1, 2)|getattr(1, 'x')|setattr(1, 'x', 1)|delattr(A(), 'x')|vars(1)|open(None)|eval(1)|exec(1)|abs(None)|bin(1.5)|hex('a')|divmod(1, 'a')|pow('a', 1)|format(1, 2)|range(1, 'a')|slice()|enumerate(1)|zip(1)|map(1)|filter(1)|input(1, 2)|callable()|id()|all(1)|any(None)|sorted(1)|memoryview(1)|bytearray('a')|__import__('no.such.module')|__import__('')|print(end=1)|print(sep=1)|print(file=1)"""
for line in ops.splitlines():
    for op in line.replace(" | ", " \0 ").split("|"):
        op = op.replace("\0", "|")
        try:
            result = eval(op)
            print(op, "->", "a value" if "A()" in op else result)
        except BaseException as e:
            print(op, "->", type(e).__name__ + ":", e)
