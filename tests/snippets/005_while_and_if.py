# Loops and branches, with break, continue and else.
n = 10
while n:
    n -= 1
    if n == 7:
        continue
    if n % 2:
        print(n, "odd")
    elif n == 4:
        print(n, "four")
    else:
        print(n, "even")
else:
    print("ran out")
while True:
    n += 1
    if n > 3:
        break
else:
    print("never")
print(n)
i = 0
while i < 3:
    j = 0
    while j < 3:
        if j == i:
            break
        j += 1
    else:
        print("no break", i)
    print(i, j)
    i += 1
while False:
    pass
else:
    print("else of an empty loop")
if 0: print("no")
else: print("yes")
