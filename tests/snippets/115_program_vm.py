# A program: a stack machine with an assembler; it computes primes and factorials.
class Machine:
    def __init__(self, program):
        self.code, self.labels = [], {}
        for line in program.strip().splitlines():
            line = line.split(";")[0].strip()
            if line.endswith(":"): self.labels[line[:-1]] = len(self.code)
            elif line: self.code.append(line.split())
        self.stack, self.memory, self.calls, self.out, self.steps = [], {}, [], [], 0
    def op_push(self, n): self.stack.append(int(n))
    def op_load(self, name): self.stack.append(self.memory[name])
    def op_store(self, name): self.memory[name] = self.stack.pop()
    def op_dup(self): self.stack.append(self.stack[-1])
    def op_print(self): self.out.append(self.stack.pop())
    def binary(f):
        def op(self):
            b, a = self.stack.pop(), self.stack.pop()
            self.stack.append(f(a, b))
        return op
    op_add, op_sub, op_mul = binary(lambda a, b: a + b), binary(lambda a, b: a - b), binary(lambda a, b: a * b)
    op_mod, op_lt = binary(lambda a, b: a % b), binary(lambda a, b: int(a < b))
    del binary
    def op_jump(self, label): self.pc = self.labels[label]
    def op_jz(self, label):
        if not self.stack.pop(): self.pc = self.labels[label]
    def op_call(self, label): self.calls.append(self.pc); self.pc = self.labels[label]
    def op_ret(self): self.pc = self.calls.pop()
    def run(self):
        self.pc = 0
        while self.pc < len(self.code):
            name, *args = self.code[self.pc]
            self.pc += 1
            self.steps += 1
            if name == "halt": break
            getattr(self, "op_" + name)(*args)
        return self.out
primes = Machine("""
    push 2
    store n
next: load n
    push 60
    lt
    jz end
    push 2
    store d
loop:
    load d
    dup
    mul
    load n
    lt
    jz square
    load n
    load d
    mod
    jz composite
    load d
    push 1
    add
    store d
    jump loop
square:
    load n
    load d
    mod
    jz maybe
prime:
    load n
    print
composite:
    load n
    push 1
    add
    store n
    jump next
maybe:
    load n
    load d
    sub
    jz prime
    jump composite
end: halt
""".replace("next: ", "next:\n    ").replace("end: ", "end:\n    "))
print(primes.run(), primes.steps)
fact = Machine("push 25\nstore n\npush 1\ncall fact\nprint\nhalt\nfact:\nload n\njz done\nload n\nmul\nload n\npush 1\nsub\nstore n\ncall fact\ndone:\nret")
print(fact.run(), fact.steps)
try:
    Machine("push 1\nadd").run()
except IndexError as e:
    print(e)
try:
    Machine("nope").run()
except AttributeError as e:
    print(e)
