# Arithmetic and comparisons of bool with all kinds of numbers.
import operator

BINARY = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow,
    operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor, divmod, operator.matmul,
    operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge,
    operator.iadd, operator.imul, operator.iand, operator.ior, operator.ixor, operator.isub, operator.ipow,
]


class Number(int):
    def __radd__(self, other):
        return f"Number.__radd__({other!r})"

    def __eq__(self, other):
        return "Number.__eq__"

    __hash__ = int.__hash__


class Real(float):
    def __rmul__(self, other):
        return f"Real.__rmul__({other!r})"


class Other:
    def __radd__(self, other):
        return f"Other.__radd__({other!r})"

    def __gt__(self, other):
        return f"Other.__gt__({other!r})"


VALUES = [
    False, True, 0, 1, -1, 2, 7, 1 << 62, -(1 << 70), 0.0, -0.0, 1.0, 2.5, float("inf"), float("nan"), 1e300, 2j,
    Number(1), Real(1.0), Other(), None, "a", "", b"x", [1], (2,), {3},
]


def result(op, a, b):
    try:
        return op(a, b)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def shown(value):
    return f"{type(value).__name__}:{value!r}"


for op in BINARY:
    for bool_ in False, True:
        for value in VALUES:
            if isinstance(value, Other):
                print(op.__name__, bool_, "Other", str(result(op, bool_, value)).split(" object at")[0])
                continue
            pair = [shown(result(op, a, b)) for a, b in [(bool_, value), (value, bool_)]]
            print(op.__name__, bool_, repr(value), *pair)


def literally(a, b):
    return (
        a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a <= b, a == b, a != b, a > b, a >= b, a + 1, 1 + a, a * 2.5, a - 1,
        a & 1, a | 2, a << 3, a >> 1, a == 1, a < 1, 0 == a, -a, +a, not a, b ** a, a % 7, a // 3, a / 2,
    )


for a in False, True:
    for b in False, True:
        print(*map(shown, literally(a, b)))


def counts(values):
    total = small = 0
    real = 0.5
    for value in values:
        total += value > 3
        small += (value < 5) * 2
        real += value == 4
        total -= value is None
    return total, small, real


print(counts(range(10)), sum(value > 3 for value in range(10)), sum([True, False, True]), sum([True, 2.5]))
print([10, 20][True], (10, 20)[False], "ab"[1 > 0], {1: "one"}[True], {True: "yes"}[1], {1.0, True, 1})
print(max(True, 0), min(2, False), sorted([True, 0.5, False, -1]), round(True), abs(True), int(True))
