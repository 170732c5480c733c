# What still lives at the end of the process is finalised: __del__ runs, generators are closed, files are flushed.
import os
import subprocess
import sys
import tempfile

here = os.path.realpath(tempfile.mkdtemp())
programs = {
    "globals": """
class A:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
a = A(1)
b = A(2)
print('end')
""",
    "generator": """
def g():
    try: yield
    finally: print('closed')
x = g()
next(x)
print('end')
""",
    "files": """
f = open('text.txt', 'w')
f.write('text')
g = open('bytes.txt', 'wb')
g.write(b'bytes')
import gzip
""",
    "after an error": """
class A:
    def __del__(self): print('del')
a = A()
1 / 0
""",
    "a mistake in it": """
class A:
    def __del__(self): 1 / 0
a = A()
""",
    "threads": """
import _thread, os, threading, time
def work():
    while True: time.sleep(0.01)
class A:
    def __init__(self):
        self.me = self
        self.thread = threading.Thread(target=work, daemon=True)
        self.thread.start()
    def __del__(self):
        for f in (self.thread.join, lambda: self.thread.join(10), os.fork,
                  lambda: _thread.start_new_thread(work, ()), threading.Thread(target=work).start):
            try: print(f())
            except RuntimeError as e: print(type(e).__name__, e)
A()
print('end')
""",
}
for name, program in programs.items():
    done = subprocess.run([sys.executable, "-c", program], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    errors = done.stderr.decode().splitlines()
    print(name, done.returncode, done.stdout, [line for line in errors if "0x" not in line])
for name in sorted(os.listdir(here)):
    with open(os.path.join(here, name), "rb") as file:
        print(name, file.read())
