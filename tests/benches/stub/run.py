"""Runs a file of pyperformance under the stand-in for pyperf: see pyperf.py beside this file."""

import sys


def main(path, warmup, repeats):
    here = __file__.rpartition("/")[0]
    folder = path.rpartition("/")[0]
    # Before site-packages: the stand-in, our driver; and what the file has beside itself.
    sys.path[:0] = [folder, here, here.rpartition("/")[0]]
    sys.argv[:] = [path]
    sys.dont_write_bytecode = True

    import pyperf

    pyperf.WARMUP, pyperf.REPEATS = float(warmup), int(repeats)
    module = sys.modules["__main__"]
    module.__file__ = path
    with open(path, encoding="utf-8") as file:
        code = compile(file.read(), path, "exec")
    exec(code, vars(module))


if __name__ == "__main__":
    main(*sys.argv[1:])
