# A program: Conway's life with sets of cells, a glider and an oscillator.
from collections import Counter
def step(cells):
    around = Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {cell for cell, n in around.items() if n == 3 or (n == 2 and cell in cells)}
def show(cells, size=8):
    return "\n".join("".join("#" if (x, y) in cells else "." for x in range(size)) for y in range(size))
def parse(text):
    return {(x, y) for y, row in enumerate(text.split("/")) for x, c in enumerate(row) if c == "#"}
glider = parse(".#./..#/###")
for i in range(3):
    print(show(glider), end="\n\n")
    glider = step(step(glider))
blinker = parse("###")
print(sorted(step(blinker)), step(step(blinker)) == blinker)
block = parse("##/##")
print(step(block) == block, step(set()), step({(0, 0)}))
r = parse(".##/##./.#.")
sizes = []
for _ in range(60):
    sizes.append(len(r))
    r = step(r)
print(sizes)
