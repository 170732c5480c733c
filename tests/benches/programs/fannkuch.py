"""Pancakes: over all permutations of n numbers, the most flips that bring the one to the front."""

N = 8


def flips(order):
    count = 0
    while order[0]:
        first = order[0] + 1
        order[:first] = order[first - 1 :: -1] if first < len(order) else order[::-1]
        count += 1
    return count


def main(n):
    order = list(range(n))
    left = list(range(n))
    most = checksum = 0
    sign = 1
    while True:
        if order[0]:
            count = flips(order[:])
            most = max(most, count)
            checksum += sign * count
        # The next permutation: swap, or rotate a longer and longer beginning.
        sign = -sign
        for i in range(1, n):
            order.insert(i, order.pop(0))
            if left[i]:
                left[i] -= 1
                break
            left[i] = i
        else:
            return checksum, most
