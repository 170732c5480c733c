"""What a parser of JSON makes: dicts and lists in each other, many short strings, some numbers."""

import json

COUNT = 50_000

ORDER = {
    "id": 1,
    "customer": {"name": "Ada Example", "city": "Somewhere", "tags": ["new", "paid"]},
    "lines": [{"article": "A-100", "count": 3, "price": 9.5}, {"article": "B-7", "count": 1, "price": 0.25}],
    "note": None,
}


def data():
    text = json.dumps(ORDER)
    return [json.loads(text) for _ in range(COUNT)]
