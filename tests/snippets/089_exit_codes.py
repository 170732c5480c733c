# sys.exit with text: it goes to stderr, and the exit code is 1.
import sys, atexit
atexit.register(print, "atexit runs last")
atexit.register(print, "second registered, first run")
try:
    sys.exit(3)
except SystemExit as e:
    print("caught", e.code)
try:
    try:
        sys.exit()
    finally:
        print("finally", sys.exception().code)
except SystemExit as e:
    print(e.code is None, repr(e))
sys.exit("a message for stderr")
