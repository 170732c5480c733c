# A syntax error in the file itself: nothing runs, exit code 1.
# stderr: whole
print("never printed")
def f(:
    pass
