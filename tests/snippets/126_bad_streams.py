# Streams that do not work, and what is too large or too deep.
import os
import subprocess
import sys
import tempfile

here = os.path.realpath(tempfile.mkdtemp())


def run(name, text=None, **options):
    if text is not None:
        with open(os.path.join(here, name), "wb") as file:
            file.write(text)
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, **options}
    done = subprocess.run(
        [sys.executable, name], stderr=subprocess.PIPE, cwd=here, **options)
    print(name, "->", done.returncode)
    for output in done.stdout, done.stderr:
        if output:
            text = output.decode().replace(sys.executable, "PYTHON").replace(here, "HERE")
            print(text, end="")


with open("/dev/full", "wb") as full:
    run("full.py", b"print(1)\n", stdout=full)
    run("full_exit.py", b"import sys; print(1); sys.exit(3)\n", stdout=full)
    run("full_error.py", b"print(1); 1/0\n", stdout=full)
closed = "import os, sys; os.close(%d); os.execv(sys.executable, [sys.executable, '-c', %r])"
for number, program in [
    (0, "import sys; print(sys.stdin); input()"),
    (1, "import sys; print(1); print(sys.stdout, file=sys.stderr)"),
    (2, "import sys; print(sys.stderr); 1/0"),
]:
    run("closed.py", (closed % (number, program)).encode())
run("memory.py", b"try: bytes(1 << 62)\nexcept (MemoryError, OverflowError) as e: print(type(e).__name__)\n"
    b"try: [0] * (1 << 60)\nexcept MemoryError as e: print(type(e).__name__)\n"
    b"try: ' ' * (1 << 62)\nexcept (MemoryError, OverflowError) as e: print(type(e).__name__)\n")
run("deep.py", b"def f(): f()\nf()\n")
