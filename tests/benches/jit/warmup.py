"""Whole processes of a second: what programs cost that end before all is compiled, the compiler's thread included.

    python3 warmup.py CPYTHON TYTHON [PROGRAM...]

Each program of `../programs` runs as often as takes CPython a second, in a process of its own; once with each of CPython, TYTHON
without and with `-X jit=on`. Prints seconds of processor time, which tell more than the clock beside other work, relative
to CPython's. Where compiled code takes longer than CPython, also what it takes for four times as much: so
the first column but one is what it comes to when all is compiled, and the last one the seconds that it takes to get there.
"""

import pathlib
import resource
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent


def used():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(*command):
    """Processor time of a process, and what it prints."""
    before = used()
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=True)
    return used() - before, done.stdout


def measure(cpython, tython, program):
    script = ("process.py", f"programs/{program}.py")
    times = int(run(cpython, *script, "0")[1].split()[1])
    theirs, expected = run(cpython, *script, str(times))
    interpreted, _ = run(tython, "-X", "jit=off", *script, str(times))
    compiled, printed = run(tython, "-X", "jit=on", *script, str(times))
    assert printed == expected, program
    numbers = [f"{theirs:.2f}", f"{interpreted / theirs:.2f}", f"{compiled / theirs:.2f}"]
    if compiled > theirs:
        longer, _ = run(tython, "-X", "jit=on", *script, str(4 * times))
        warm = (longer - compiled) / 3
        numbers += [f"{warm / theirs:.2f}", f"{compiled - warm:.2f}"]
    print("|", " | ".join([program, str(times), *numbers]), "|", flush=True)


def main(cpython, tython, *programs):
    print("| program | times | CPython, s | interpreter | compiled | warm | warming up, s |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for program in programs or sorted(path.stem for path in (HERE / "programs").glob("*.py")):
        measure(cpython, tython, program)


main(*sys.argv[1:])
