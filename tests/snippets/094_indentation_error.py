# Inconsistent indentation is an IndentationError.
# stderr: whole
print("never printed")
if True:
    x = 1
      y = 2
