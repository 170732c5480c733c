# A function that yields.
def squares(n):
    for i in range(n):
        yield i * i
print(list(squares(5)), sum(squares(4)))
