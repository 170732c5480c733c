"""Dicts and sets: counting, grouping, inverting, intersecting, deleting."""

N = 60


def main(n):
    total = 0
    for k in range(n):
        words = [f"w{i * i % (997 + k)}" for i in range(3000)]
        counts = {}
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        groups = {}
        for word, count in counts.items():
            groups.setdefault(count, []).append(word)
        seen = set(words[: len(words) // 2])
        later = set(words[len(words) // 2 :])
        total += len(seen & later) + len(seen - later) + len(seen ^ later)
        places = {}
        for i in range(2000):
            places[i % 50, i // 50] = i
        total += sum(places[i, i % 40] for i in range(50))
        for word in list(counts):
            if counts[word] == 1:
                del counts[word]
        total += len(counts) + max(groups)
        total += sum((i % 60, i % 45) in places for i in range(2000))
    return total
