# A program: sudoku by propagation and search over strings of digits.
rows, cols = "ABCDEFGHI", "123456789"
squares = [r + c for r in rows for c in cols]
units = [[r + c for c in cols] for r in rows] + [[r + c for r in rows] for c in cols] + [[r + c for r in rs for c in cs] for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")]
peers = {s: {p for u in units if s in u for p in u} - {s} for s in squares}
of = {s: [u for u in units if s in u] for s in squares}
def assign(values, s, d):
    return values if all(eliminate(values, s, x) for x in values[s].replace(d, "")) else None
def eliminate(values, s, d):
    if d not in values[s]: return values
    values[s] = values[s].replace(d, "")
    if not values[s]: return None
    if len(values[s]) == 1 and not all(eliminate(values, p, values[s]) for p in sorted(peers[s])): return None
    for unit in of[s]:
        places = [p for p in unit if d in values[p]]
        if not places or (len(places) == 1 and not assign(values, places[0], d)): return None
    return values
tried = 0
def search(values):
    global tried
    tried += 1
    if values is None: return None
    if all(len(v) == 1 for v in values.values()): return values
    _, s = min((len(v), s) for s, v in values.items() if len(v) > 1)
    for d in values[s]:
        if found := search(assign(values.copy(), s, d)): return found
def solve(grid):
    values = {s: cols for s in squares}
    for s, d in zip(squares, grid):
        if d in cols and not assign(values, s, d): return None
    return search(values)
grid = "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......"
done = solve(grid)
for r in rows: print(" ".join(done[r + c] for c in cols))
print(tried, all(sorted(done[s] for s in u) == list(cols) for u in units), solve("11" + "." * 79))
