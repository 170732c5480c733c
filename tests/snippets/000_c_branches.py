# if, elif, else.
for n in (1, 2, 3):
    if n == 1:
        print("one")
    elif n == 2:
        print("two")
    else:
        print("many")
