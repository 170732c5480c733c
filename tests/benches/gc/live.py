"""A heap of a given size that stays alive: shelves of records.

A record is an instance with a name, a list of eight and a dict of four; the shelf, a list, holds its
records, and each of them the shelf. So there are as many instances as dicts, lists and strings of a
record's own, and everything is on a cycle but nothing keeps what was replaced alive, except for strings.
"""

import gc

from usage import resident

# Records on a shelf.
WIDTH = 1024


class Record:
    def __init__(self, number, shelf, label):
        name = f"record number {number}"
        self.number = number
        self.name = name
        self.tags = [name, label, number, None, "red", "blue", True, shelf]
        self.fields = {"title": name, "label": label, "count": number * 3, "weight": number * 0.5}


class Heap:
    """Shelves of records, and how many records there ever were."""

    def __init__(self):
        self.shelves = []
        self.made = 0

    def record(self, shelf, label):
        self.made = number = self.made + 1
        return Record(number, shelf, label)

    def add_shelf(self):
        shelf = []
        label = f"shelf {len(self.shelves)}"
        for _ in range(WIDTH):
            shelf.append(self.record(shelf, label))
        self.shelves.append(shelf)

    def check(self):
        """Whether all records are what they were made."""
        for shelf in self.shelves:
            if len(shelf) != WIDTH:
                raise SystemExit(f"a shelf has {len(shelf)} records")
            for record in shelf:
                kept = record.fields["count"], record.fields["weight"], record.tags[-1] is shelf
                if kept != (record.number * 3, record.number * 0.5, True):
                    raise SystemExit(f"record {record.number} is damaged: {record.fields} {kept}")
                if not record.name.startswith("record number ") or len(record.tags) != 8:
                    raise SystemExit(f"record {record.number} is damaged: {record.name} {record.tags}")

    def grow(self, size):
        """Adds shelves until the process has grown by `size` bytes, as the system counts them after a
        collection: what a heap of this size is differs from one interpreter to the other, and here each
        has its own. Returns by how much it has grown, to within two percent."""
        gc.collect()
        before = resident()
        while resident() - before < size * 0.98:
            while resident() - before < size:
                self.add_shelf()
            gc.collect()
        return resident() - before
