# Warnings of the compiler, on stderr.
# stderr: whole
x = 5
if x is 5:
    print("is")
print("\d", b"\q")
assert (x, "always true")
def f():
    for i in range(2):
        try:
            pass
        finally:
            continue
print(f())
