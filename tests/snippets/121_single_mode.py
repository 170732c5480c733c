# compile() in single mode, and programs that may go on.
ALLOW_INCOMPLETE_INPUT = 0x4000
DONT_IMPLY_DEDENT = 0x200


def show(source, mode, flags=0):
    try:
        compile(source, "<s>", mode, flags)
        print(repr(source), mode, hex(flags), "compiles")
    except SyntaxError as error:
        print(repr(source), mode, hex(flags), type(error).__name__, error.args)


for mode in "exec", "single":
    for source in [
        "try: pass", "try: pass\n", "try: pass\n\n", "def f():\n", "def f():", "class A", "(",
        "1\n2", "1;2\n", "1\n\n", "1\n#x", "1 2", "x=1\ny", "if x:\n pass\n", "if x:\n pass\n1",
        "from __future__ import nope", "import x\nfrom __future__ import division", " \n 1", "x = 1 +",
    ]:
        show(source, mode)
show("", "single")
show("\n", "single")
show("#", "single")
show("", "eval")
for source in [
    "if x:", "if x:\n 1", "(", '"""', "1", "1\n2", "def f(", "@x", "try:\n 1", "a\\", "", "x = (",
    "1 +", "for", "1 2", "x = )", "def f(:",
]:
    show(source, "single", ALLOW_INCOMPLETE_INPUT | DONT_IMPLY_DEDENT)
    show(source + "\n", "single", ALLOW_INCOMPLETE_INPUT | DONT_IMPLY_DEDENT)
    show(source + "\n", "single", DONT_IMPLY_DEDENT)
exec(compile("1 + 1", "<s>", "single"))
exec(compile("for i in range(2): i\n", "<s>", "single"))
