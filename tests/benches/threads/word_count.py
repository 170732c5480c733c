"""Words of many texts counted: regular expressions and a dict of the thread's own."""

import re

UNITS = 900

WORD = re.compile(r"[a-z]+")
BASE = " ".join(chr(97 + i % 26) * (i % 7 + 1) + chr(97 + i * i % 26) for i in range(400))


def work(first, last):
    counts = {}
    for unit in range(first, last):
        text = BASE.replace("a", "xyz"[unit % 3])
        for word in WORD.findall(text):
            counts[word] = counts.get(word, 0) + 1
    return sum(counts.values())
