# sys.exit with a number, from within functions and finally blocks.
import sys
def f():
    try:
        sys.exit(7)
    finally:
        print("finally runs")
try:
    f()
except Exception:
    print("SystemExit is no Exception")
