"""Writes the Unicode data of this folder, as the Python that runs this knows it.

Run it with the Python whose Unicode version Tython follows (3.14: Unicode 16.0.0):

    python3.14 vm/text/ucd/generate.py NamedSequences.txt

The argument is the Unicode Consortium's list of named sequences, of this or of a later version:
sequences that this Python does not know are left out. Nothing else has to be at hand.
"""

import pathlib
import sys
import unicodedata
from itertools import groupby

FOLDER = pathlib.Path(__file__).parent
CODE_POINTS = [chr(code) for code in range(0x110000)]
OLD = unicodedata.ucd_3_2_0


def is_cased(char):
    """Whether a letter that follows `char` is not the first of its word."""
    return (char + "a").title()[-1] == "a"


def is_case_ignorable(char):
    """Whether the rule of the final sigma looks through `char`."""
    return ("A" + char + "Σ").lower()[-1] == "ς" and ("1" + char + "Σ").lower()[-1] == "σ"


def write(name, comment, lines):
    head = f"# Unicode {unicodedata.unidata_version}. Made by generate.py.\n"
    head += "".join(f"# {line}\n" for line in comment.splitlines())
    text = head + "".join(f"{line}\n" for line in lines)
    (FOLDER / name).write_text(text, encoding="ascii")


def runs(value_of):
    """Lines `first..last value`, for the runs of code points of which `value_of` is the same."""
    for value, run in groupby(CODE_POINTS, value_of):
        if value:
            first, *rest = run
            yield f"{ord(first):04X}..{ord(rest[-1] if rest else first):04X} {value}"


def hexes(text):
    return " ".join(f"{ord(char):04X}" for char in text)


def character(database):
    def value(char):
        fields = (
            database.category(char),
            database.bidirectional(char) or "-",
            database.combining(char),
            "Y" if database.mirrored(char) else "N",
            database.east_asian_width(char),
        )
        return "" if fields == ("Cn", "-", 0, "N", "N") else " ".join(map(str, fields))

    return value


def predicates(char):
    facts = {
        "cased": is_cased(char),
        "ignorable": is_case_ignorable(char),
        "lower": char.islower(),
        "upper": char.isupper(),
        "start": char.isidentifier(),
        "continue": ("a" + char).isidentifier(),
    }
    return " ".join(name for name, holds in facts.items() if holds)


def cases(char):
    forms = (char.upper(), char.lower(), char.title(), char.casefold())
    if set(forms) != {char}:
        return ";".join(hexes(form) for form in forms)


def numbers(database):
    def value(char):
        fields = (
            database.decimal(char, None),
            database.digit(char, None),
            database.numeric(char, None),
        )
        if any(field is not None for field in fields):
            return " ".join("-" if field is None else repr(field) for field in fields)

    return value


def single(value_of):
    """Lines `code value`, for the code points that have a value."""
    return (f"{ord(char):04X} {value}" for char in CODE_POINTS if (value := value_of(char)))


def decomposition(char):
    # Those of the Hangul syllables are arithmetic.
    return "" if "가" <= char <= "힣" else unicodedata.decomposition(char)


def compositions():
    """The pairs that NFC puts together: canonical, and not among the exclusions."""
    for char in CODE_POINTS:
        parts = decomposition(char)
        if parts and parts[0] != "<" and unicodedata.normalize("NFC", char) == char:
            yield f"{parts} {ord(char):04X}"


def old_numbers(char):
    old = numbers(OLD)(char) or "none"
    return old if old != (numbers(unicodedata)(char) or "none") else None


def old_normal_form(char):
    """Of what was assigned in 3.2, the five canonical decompositions that were wrong."""
    if OLD.category(char) != "Cn":
        old = OLD.normalize("NFD", char)
        return hexes(old) if old != unicodedata.normalize("NFD", char) else None


def sequences(source):
    for line in pathlib.Path(source).read_text(encoding="utf-8").splitlines():
        name, _, codes = line.partition("#")[0].strip().partition(";")
        if not codes:
            continue
        try:
            found = unicodedata.lookup(name)
        except KeyError:
            continue
        yield f"{name};{hexes(found)}"


def main(named_sequences):
    write(
        "characters.txt",
        "category, bidirectional class, combining class, mirrored, East Asian width",
        runs(character(unicodedata)),
    )
    write(
        "predicates.txt",
        "cased and ignorable: of the rule of the final sigma and of title case\n"
        "start, continue: of identifiers",
        runs(predicates),
    )
    write("cases.txt", "upper;lower;title;folded", single(cases))
    write("numbers.txt", "decimal, digit, numeric value", runs(numbers(unicodedata)))
    write("decompositions.txt", "[<kind>] code points", single(decomposition))
    write("compositions.txt", "first, second: composed", compositions())
    write("sequences.txt", "name;code points", sorted(sequences(named_sequences)))
    write("characters-3.2.txt", "as characters.txt, in Unicode 3.2.0", runs(character(OLD)))
    write(
        "numbers-3.2.txt",
        "as numbers.txt, in Unicode 3.2.0, where that differs",
        runs(old_numbers),
    )
    write(
        "normal-3.2.txt",
        "canonical decompositions in Unicode 3.2.0, where they differ",
        single(old_normal_form),
    )


main(*sys.argv[1:])
