# Catching one error.
try:
    print(1 // 0)
except ZeroDivisionError as error:
    print("caught:", error)
