# A program: tokens, a parser by precedence, and an evaluator with variables.
import re
TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|([A-Za-z_]\w*)|(\*\*|[-+*/%()=,]))")
def tokens(text):
    place = 0
    text = text.rstrip()
    while place < len(text):
        m = TOKEN.match(text, place)
        if not m: raise SyntaxError(f"at {place}: {text[place:]!r}")
        place = m.end()
        number, name, op = m.groups()
        if number: yield "number", float(number) if "." in number else int(number)
        elif name: yield "name", name
        else: yield "op", op
    yield "end", None
LEFT = {"+": 10, "-": 10, "*": 20, "/": 20, "%": 20, "**": 40}
class Parser:
    def __init__(self, text):
        self.stream = tokens(text)
        self.step()
    def step(self):
        self.kind, self.value = next(self.stream, ("end", None))
    def take(self, op):
        if (self.kind, self.value) != ("op", op): raise SyntaxError(f"expected {op}, got {self.value}")
        self.step()
    def expr(self, power=0):
        left = self.atom()
        while self.kind == "op" and LEFT.get(self.value, -1) > power:
            op = self.value
            self.step()
            left = (op, left, self.expr(LEFT[op] - (op == "**")))
        return left
    def atom(self):
        kind, value = self.kind, self.value
        self.step()
        match kind, value:
            case "number", _: return value
            case "op", "-": return ("neg", self.expr(30))
            case "op", "(":
                inner = self.expr()
                self.take(")")
                return inner
            case "name", _ if (self.kind, self.value) == ("op", "("):
                self.step()
                args = []
                while (self.kind, self.value) != ("op", ")"):
                    args.append(self.expr())
                    if (self.kind, self.value) == ("op", ","): self.step()
                self.step()
                return ("call", value, args)
            case "name", _: return ("var", value)
        raise SyntaxError(f"unexpected {value}")
def evaluate(node, env):
    match node:
        case int() | float(): return node
        case "neg", x: return -evaluate(x, env)
        case "var", name: return env[name]
        case "call", name, args: return {"max": max, "abs": abs, "sum": lambda *a: sum(a)}[name](*(evaluate(a, env) for a in args))
        case op, a, b:
            a, b = evaluate(a, env), evaluate(b, env)
            return {"+": a.__add__, "-": a.__sub__, "*": a.__mul__, "%": a.__mod__, "**": a.__pow__, "/": a.__truediv__}[op](b)
env = {"x": 7}
for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "10 - 4 - 3", "x * x % 10", "max(1, x, 3) + abs(-5)", "7 / 2", "1.5 * 4", "sum()", "1 +", "2 $ 3", "y", "(1", "1 / 0"):
    try:
        parser = Parser(text)
        tree = parser.expr()
        print(text, "=>", tree, "=>", evaluate(tree, env))
    except (SyntaxError, KeyError, ZeroDivisionError) as e:
        print(text, "=>", type(e).__name__, e)
