# SIGINT and SIGTERM, whatever the main thread is at.
import signal
import subprocess
import sys
import time

programs = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(60)",
    "lock": "import threading; l = threading.Lock(); l.acquire(); l.acquire()",
    "join": "import threading, time\n"
            "t = threading.Thread(target=time.sleep, args=(60,), daemon=True); t.start(); t.join()",
    "input": "input()",
    "caught": "import time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print('caught')",
    "handler": "import signal, sys, time\n"
               "signal.signal(signal.SIGTERM, lambda *a: sys.exit(7))\ntime.sleep(60)",
}
running = {}
for name, program in programs.items():
    for number in signal.SIGINT, signal.SIGTERM:
        running[name, number.name] = subprocess.Popen(
            [sys.executable, "-c", "print('ready', flush=True)\n" + program], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
for process in running.values():
    process.stdout.readline()
time.sleep(0.5)
for (name, number), process in running.items():
    process.send_signal(getattr(signal, number))
    process.wait()
    last = process.stderr.read().decode().splitlines()[-1:]
    print(name, number, process.returncode, process.stdout.read(), last)
