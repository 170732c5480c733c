# A program: a JSON reader and writer by hand, checked against the json module.
import json
class Reader:
    def __init__(self, text): self.s, self.i = text, 0
    def ws(self):
        while self.i < len(self.s) and self.s[self.i] in " \t\r\n": self.i += 1
    def fail(self, what): raise ValueError(f"{what} at {self.i}")
    def value(self):
        self.ws()
        c = self.s[self.i:self.i + 1]
        if c == "{": return dict(self.members("}", self.pair))
        if c == "[": return list(self.members("]", self.value))
        if c == '"': return self.string()
        for word, v in (("true", True), ("false", False), ("null", None)):
            if self.s.startswith(word, self.i): self.i += len(word); return v
        return self.number()
    def members(self, end, item):
        self.i += 1
        self.ws()
        if self.s[self.i:self.i + 1] == end: self.i += 1; return
        while True:
            yield item()
            self.ws()
            c = self.s[self.i:self.i + 1]
            self.i += 1
            if c == end: return
            if c != ",": self.fail(f"expected , or {end}")
    def pair(self):
        self.ws()
        k = self.string()
        self.ws()
        if self.s[self.i:self.i + 1] != ":": self.fail("expected :")
        self.i += 1
        return k, self.value()
    def string(self):
        if self.s[self.i:self.i + 1] != '"': self.fail("expected string")
        out, self.i = [], self.i + 1
        while (c := self.s[self.i]) != '"':
            if c == "\\":
                self.i += 1
                c = self.s[self.i]
                if c == "u": c = chr(int(self.s[self.i + 1:self.i + 5], 16)); self.i += 4
                else: c = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(c, c)
            out.append(c)
            self.i += 1
        self.i += 1
        return "".join(out)
    def number(self):
        j = self.i
        while self.i < len(self.s) and self.s[self.i] in "+-0123456789.eE": self.i += 1
        text = self.s[j:self.i]
        try:
            return int(text)
        except ValueError:
            try: return float(text)
            except ValueError: self.fail("no value")
def write(v):
    match v:
        case None: return "null"
        case True: return "true"
        case False: return "false"
        case int() | float(): return repr(v)
        case str(): return '"' + "".join({'"': '\\"', "\\": "\\\\", "\n": "\\n"}.get(c, c if 32 <= ord(c) < 127 else f"\\u{ord(c):04x}") for c in v) + '"'
        case [*items]: return "[" + ", ".join(map(write, items)) + "]"
        case {**pairs}: return "{" + ", ".join(f"{write(k)}: {write(x)}" for k, x in pairs.items()) + "}"
for text in ('{"a": [1, 2.5, -3e2, {"b": null}], "c": "x\\ny\\u00e9", "d": true, "e": {}, "f": []}', "[]", "[[[1]], [false]]", '  "s"  ', "-0.5", '{"k": {"k": {"k": 0}}}'):
    mine = Reader(text).value()
    print(mine == json.loads(text), write(mine), write(mine) == json.dumps(mine))
for text in ("[1, 2", "{1: 2}", '{"a" 1}', "[1 2]", "", "nul", '"abc'):
    try:
        print(Reader(text).value())
    except (ValueError, IndexError) as e:
        print(repr(text), type(e).__name__, e)
