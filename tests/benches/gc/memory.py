"""How much memory a program needs: what is resident while its data is alive, and the peak.

    python memory.py PROGRAM.py

A program with a function `data()` has its result kept and the garbage collected, and then the resident
size is what is *live*. From this and from its *peak* is taken what the interpreter had resident before the
program was loaded, which is next to nothing but the interpreter itself.

A program with only `main(n)` and `N` needs little beside the interpreter and leaves nothing behind; of it
there is the peak of the *whole* process.
"""

import gc
import os
import sys

from usage import MIB, figure, peak, resident

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from driver import load


def main(path):
    gc.collect()
    empty = resident()
    program = load(path)
    if hasattr(program, "data"):
        kept = program.data()
        gc.collect()
        figure("live, MiB", (resident() - empty) / MIB)
        figure("peak, MiB", (peak() - empty) / MIB)
        del kept
    else:
        program.main(program.N)
        figure("whole, MiB", peak() / MIB)


if __name__ == "__main__":
    main(*sys.argv[1:])
