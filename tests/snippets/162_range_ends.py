# Ranges whose last number is the largest, or beyond it, of those that fit into a word.
for most in (2**60, 2**61, 2**62, 2**63, 2**64):
    for first in (most - 2, most - 1, most, -most - 1, -most, -most + 1):
        print(list(range(first, first + 3)), list(range(first, first - 3, -1)))
        print(list(range(first, first + 5, 2)), list(reversed(range(first, first + 2))), list(range(first, first)))
    print(list(range(-most, most + 1, most)), list(range(most, -most - 1, -most)))
