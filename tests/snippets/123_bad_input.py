# Programs that cannot be read.
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


run("missing.py")
os.mkdir(os.path.join(here, "folder"))
run("folder")
run("null.py", b"x = 1\n\0y = 2\n")
run("latin.py", b"x = '\xe9'\n")
run("cookie.py", b"# coding: nonsense\n")
run("syntax.py", b"print(1)\ndef f(:\n")
run("indent.py", b"x = 1\n  y = 2\n")
run("importer.py", b"import syntax\n")
run("nomodule.py", b"import nosuch.module\n")
run("typo.py", b"fro x in y: pass\n")
