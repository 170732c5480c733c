# What does not fit into memory, and chains of native iterators that are longer than the native stack.
import io
import os
import subprocess
import sys

LARGE = 10**15


def check(name, function):
    try:
        function()
        print(name, "done")
    except (MemoryError, OverflowError, RecursionError) as error:
        print(name, type(error).__name__)


def seek_and_write(stream, data):
    stream.seek(LARGE)
    stream.write(data)


check("str", lambda: "a" * LARGE)
check("list", lambda: [0] * LARGE)
check("bytearray", lambda: bytearray(LARGE))
check("list of a range", lambda: list(range(LARGE)))
check("extend by a range", lambda: [].extend(range(LARGE)))
check("BytesIO", lambda: seek_and_write(io.BytesIO(), b"a"))
check("StringIO", lambda: seek_and_write(io.StringIO(), "a"))
check("read", lambda: os.read(os.pipe()[0], LARGE))
check("urandom", lambda: os.urandom(LARGE))
check("zfill", lambda: "1".zfill(LARGE))
check("format", lambda: format("a", str(LARGE)))
check("to_bytes", lambda: (1).to_bytes(LARGE))
check("shift", lambda: 1 << LARGE)

# CPython dies of a signal; an abort would be a mistake of ours.
for chain in "map(int, i)", "zip(i)", "enumerate(i)", "filter(None, i)", "itertools.chain(i)":
    program = f"import itertools\ni = iter([1])\nfor _ in range(500_000): i = {chain}\nlist(i)"
    done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE)
    print(chain, done.returncode in (1, -11))
