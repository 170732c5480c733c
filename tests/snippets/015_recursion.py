# Recursion: mutual, deep enough, and too deep.
import sys
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact(50))
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print([fib(n) for n in range(15)])
def even(n):
    return n == 0 or odd(n - 1)
def odd(n):
    return n != 0 and even(n - 1)
print(even(100), odd(101), even(7))
def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))
print(ackermann(2, 3))
def hanoi(n, a, b, c):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a, b
        yield from hanoi(n - 1, c, b, a)
print(len(list(hanoi(6, "a", "b", "c"))), list(hanoi(2, 1, 2, 3)))
def forever():
    return forever()
try:
    forever()
except RecursionError as e:
    print(type(e).__name__, str(e)[:32])
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
sys.setrecursionlimit(30000)
print(depth(25000))
def flatten(x):
    return [z for y in x for z in flatten(y)] if isinstance(x, list) else [x]
print(flatten([1, [2, [3, [4, []]], 5]]))
