"""json.dumps of small and large values."""

import json

N = 400

SMALL = {"id": 1, "name": "a name", "tags": ["x", "y"], "ok": True, "none": None}
NESTED = {f"key{i}": {"list": list(range(20)), "text": "line\n\u00e9\u20ac" * 3, "float": i / 7} for i in range(20)}
MANY = [SMALL] * 100


def main(n):
    total = 0
    for _ in range(n):
        total += len(json.dumps(SMALL)) + len(json.dumps(NESTED)) + len(json.dumps(MANY))
        total += len(json.dumps(NESTED, sort_keys=True, indent=1))
    return total
