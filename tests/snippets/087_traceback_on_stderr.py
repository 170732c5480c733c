# A traceback as the interpreter prints it: source lines, carets, chaining.
# stderr: whole
class Account:
    def __init__(self, amount):
        self.amount = amount
    def take(self, n):
        if n > self.amount:
            raise ValueError(f"only {self.amount} left")
def work(accounts, name):
    try:
        accounts[name].take(10)
    except KeyError as error:
        error.add_note("a note on the first")
        raise LookupError("no such account") from error
def main():
    accounts = {"a": Account(5)}
    return work(accounts, "b") + (lambda: 1)()
print("before")
main()
print("never")
