"""Regular expressions of every kind compiled anew, past the cache: the re module's own parser."""

import re
from re import _compiler

N = 30

PATTERNS = [
    r"\w+",
    r"^\s*(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*?)\s*(?:#.*)?$",
    r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})",
    r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?",
    r"<(?P<tag>\w+)(?:\s+\w+=\"[^\"]*\")*\s*/?>",
    r"(?<=\()[^()]*(?=\))",
    r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}",
    r"\b(?!the\b|an?\b)[a-z]{2,}(?:'s)?\b",
    r"(a+)+b|(?:c|d)*?e{2,5}[^f-z]",
    r"(?x) (?P<year> \d{4} ) - (?P<month> \d\d ) # comment" "\n" r" - (?P<day> \d\d )",
    r"['\"](?:\\.|[^'\"\\])*['\"]",
    r"[\u0400-\u04ff]+|[^\x00-\x7f]",
    r"(?:https?|ftp)://[^\s/$.?#].[^\s]*",
]


def main(n):
    total = 0
    for _ in range(n):
        for pattern in PATTERNS:
            total += _compiler.compile(pattern).groups
            total += _compiler.compile(pattern, re.I | re.M).groups
    return total
