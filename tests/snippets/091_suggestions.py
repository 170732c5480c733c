# Did you mean: what the interpreter suggests for a misspelt attribute.
# stderr: whole
class Settings:
    def __init__(self):
        self.verbose = True
        self.threads = 4
print("start")
Settings().vebrose
