# Folders, archives and standard input as programs; the prompt after a program.
import os
import subprocess
import sys
import tempfile
import zipfile

folder = tempfile.mkdtemp()
here = os.path.realpath(folder)
environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def write(name, text):
    path = os.path.join(here, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text)


def run(*arguments, input=b"", **variables):
    done = subprocess.run(
        [sys.executable, *arguments], input=input, capture_output=True, cwd=here,
        env={**environment, **variables})
    print(*arguments, variables or "", "->", done.returncode)
    for output in done.stdout, done.stderr:
        text = output.decode().replace(sys.executable, "PYTHON").replace(here, "HERE")
        print(text, end="")


write("pkg/__main__.py", b'import sys\nprint(sys.argv, sys.path[0], __file__)\n')
with zipfile.ZipFile(os.path.join(here, "prog.zip"), "w") as archive:
    archive.writestr("__main__.py", "import helper, sys\nprint(sys.argv, sys.path[0], __file__)\n1/0\n")
    archive.writestr("helper.py", "print('helper')")

run("pkg", "a", "b")
run("prog.zip", "x")
run("-", "a", input=b"import sys; print(sys.argv, __file__)\n1/0\n")
run("-i", "-c", "x = 3", input=b"x + 1\nif x:\n  print(x)\n\nx/0\n")
