# PYTHONSTARTUP, unreadable modules, unusual exits.
import os
import subprocess
import sys
import tempfile

here = os.path.realpath(tempfile.mkdtemp())
for name, text in {
    "startup.py": b"print('startup', __name__)\nx = 5\n",
    "fails.py": b"1/0\n",
    "latin.py": b"x = '\xe9'\n",
    "null.py": b"x = 1\0\n",
    "old.py": b"# coding: cp437\nx = '\x8b' +\n",
    "oldest.py": b"# coding: cp437\nprint(ascii('\x8b'))\n",
    "marked.py": b"\xef\xbb\xbfreturn '\xc3\xa4'\n",
}.items():
    with open(os.path.join(here, name), "wb") as file:
        file.write(text)
os.mkdir(os.path.join(here, "folder.py"))


def run(*arguments, input=b"", **environment):
    done = subprocess.run(
        [sys.executable, *arguments], input=input, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=here, env={**os.environ, **environment})
    print(*arguments, *environment.values(), "->", done.returncode, ascii(done.stdout))
    for line in done.stderr.decode(errors="replace").splitlines():
        # The importer's own lines depend on its version.
        if "Python 3" not in line and "<frozen" not in line:
            print("   ", line.replace(here, "HERE").replace(sys.executable, "PYTHON"))


run("-i", input=b"print(x)\n", PYTHONSTARTUP="startup.py")
run("-i", input=b"print(7)\n", PYTHONSTARTUP="fails.py")
run("-i", input=b"print(7)\n", PYTHONSTARTUP="missing.py")
run("-", input=b"print(7)\n", PYTHONSTARTUP="startup.py")
for name in "folder", "latin", "null":
    run("-c", f"import {name}")
run("folder.py")
run("old.py")
run("oldest.py")
run("marked.py")
for code in "'a\\udc80'", "2**40", "-1", "'text'", "None", "[1, 2]":
    run("-c", f"import sys; sys.exit({code})")
run("-c", "import atexit\natexit.register(lambda: print('exit'))\nimport os; os.kill(os.getpid(), 15)")
