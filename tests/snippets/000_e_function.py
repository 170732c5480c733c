# A function with two parameters, and one that calls itself.
def add(a, b):
    return a + b
def down(n):
    if n:
        print(n)
        return down(n - 1)
    return "bottom"
print(add(2, 3), add("a", "b"))
print(down(3))
