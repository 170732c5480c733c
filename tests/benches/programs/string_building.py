"""Text put together and taken apart: join, format, replace, split, slices, characters."""

N = 1_500


def main(n):
    total = 0
    for k in range(n):
        parts = []
        for i in range(60):
            parts.append(f"{i}:{k * i:x};")
            parts.append("item " + str(i) + ("," if i % 3 else "."))
        text = "".join(parts)
        fields = text.replace(".", ",").split(",")
        total += len(text) + len(fields) + sum(field.strip().isdigit() for field in fields)
        total += text.count("item") + text.find(";59") + len(text[::2].upper().lower())
        word = ""
        for character in text[:120]:
            if character.isalnum():
                word += character
        total += len("%d-%s" % (k, word)) + (word < text) + len(word.encode())
    return total
