# What the command makes of its arguments, its environment and its standard input.
import os
import subprocess
import sys
import tempfile

folder = tempfile.mkdtemp()
here = os.path.realpath(folder)
environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(*arguments, input=b"", **variables):
    done = subprocess.run(
        [sys.executable, *arguments], input=input, capture_output=True, cwd=here,
        env={**environment, **variables})
    print(*arguments, variables or "", "->", done.returncode)
    for output in done.stdout, done.stderr:
        text = output.decode().replace(sys.executable, "PYTHON").replace(here, "HERE")
        print(text, end="")


run("-c", "import sys; print(sys.argv, __name__)", "a", "-b")
run("-c", "  x = 1\n  print(x)")
run("-OO", "-c", "import sys; print(sys.flags.optimize, __debug__); assert 0")
run("-I", "-E", "-s", "-S", "-B", "-q", "-c", "import sys; print(sys.flags[4:8], sys.flags.isolated)")
run("-m", "nosuch")
run("-bb", "-c", "print(b'a' == 'a')")
run("-W", "error", "-c", "import warnings; warnings.warn('x')")
run("-X", "a=b", "-X", "c", "-c", "import sys; print(sys._xoptions)")
run("-X", "utf8=2", "-c", "pass")
run("-c", "import sys; print(sys.path[:1])", PYTHONPATH="/nosuch", PYTHONSAFEPATH="1")
run("-c", "print(chr(233)); import sys; print(sys.stdout.encoding)", PYTHONIOENCODING="ascii:backslashreplace")
