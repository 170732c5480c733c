# A KeyboardInterrupt is heard in native code that takes long, and after a system call that was cut short.
import signal
import subprocess
import sys
import time

programs = {
    "pow": "3 ** 10**8",
    "power modulo": "pow(3, 10**90000, 10**90000 + 7)",
    "str": "str(1 << 10**8)",
    "int": "int('7' * 10**8)",
    "factorial": "math.factorial(10**7)",
    "regex": "re.match('(a+)+b', 'a' * 60)",
    "text of all": "''.join(map(str, iter(int, 1)))",
    "write": "print(os.write(os.pipe()[1], b'a' * 10**6))",
    "buffered write": "open(os.pipe()[1], 'w').write('a' * 10**6)",
    "own signal": "os.kill(os.getpid(), signal.SIGINT), print('not here')",
}
running = {}
for name, program in programs.items():
    program = ("import math, os, re, signal, sys\nsys.set_int_max_str_digits(0)\n"
               f"print('ready', flush=True)\n{program}")
    running[name] = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
for process in running.values():
    process.stdout.readline()
time.sleep(0.5)
for name, process in running.items():
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    print(name, process.returncode, errors.decode().splitlines()[-1:])
