# A virtual environment may name its home with `..` in it.
import os
import subprocess
import sys
import tempfile

folder = os.path.dirname(os.path.realpath(sys.executable))
with tempfile.TemporaryDirectory() as root:
    os.mkdir(os.path.join(root, "bin"))
    python = os.path.join(root, "bin", "python")
    os.symlink(os.path.realpath(sys.executable), python)
    for home in folder, os.path.join(folder, "..", os.path.basename(folder)):
        with open(os.path.join(root, "pyvenv.cfg"), "w") as file:
            print("home =", home, file=file)
        code = "import linecache, sys; print(sys.prefix != sys.base_prefix)"
        done = subprocess.run([python, "-c", code], capture_output=True, text=True)
        print(done.returncode, done.stdout.strip(), done.stderr)
