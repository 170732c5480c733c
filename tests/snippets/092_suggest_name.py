# Did you mean: a misspelt local name.
# stderr: whole
def total(numbers):
    result = 0
    for number in numbers:
        result += numbr
    return result
total([1, 2])
