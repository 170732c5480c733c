# A copy of the process compiles what it runs, though it has not got the thread that compiled before.
import os


def first(n):
    total = 0
    for i in range(n):
        total += i ^ 3
    return total


def second(n):
    total = 0
    i = 0
    while i < n:
        total += i & 5
        i += 1
    return total


def third(n):
    x = 1
    for i in range(n):
        x = (x * 5 + i) % 1009
    return x


print(first(20000), flush=True)
for turn in range(5):
    pid = os.fork()
    if pid == 0:
        done = first(20000) == 199990000
        for k in range(20):
            x = third(5000)
        os._exit(7 if done and x == third(5000) else 1)
    print(first(1000), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
print(second(20000))
