"""json.loads of small and large texts."""

import json

N = 800

SMALL = '{"id": 1, "name": "a name", "tags": ["x", "y"], "ok": true, "none": null}'
NESTED = json.dumps({f"key{i}": {"list": list(range(20)), "text": "line\n\u00e9\u20ac" * 3, "float": i / 7} for i in range(20)})
MANY = "[" + ", ".join([SMALL] * 100) + "]"


def main(n):
    total = 0
    for _ in range(n):
        total += json.loads(SMALL)["id"] + len(json.loads(NESTED)["key7"]["text"]) + len(json.loads(MANY))
    return total
