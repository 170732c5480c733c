# heapq and bisect, and a Dijkstra that uses one.
import heapq, bisect
h = [5, 3, 8, 1, 9, 2]
heapq.heapify(h)
print(h[0], [heapq.heappop(h) for _ in range(3)], heapq.heappushpop(h, 0), heapq.heapreplace(h, 100), sorted(h), heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, "hello"), list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge("ca", "db", key=lambda c: -ord(c), reverse=False))[:2], heapq.nlargest(2, ["aa", "b"], key=len))
m = []
for x in (3, 1, 2): heapq.heappush_max(m, x)
print(heapq.heappop_max(m), m)
for bad in (lambda: heapq.heappop([]), lambda: heapq.heapify((1,)), lambda: heapq.heappush([1], "a"), lambda: heapq.heapreplace([], 1)):
    try:
        bad()
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 0), bisect.bisect(a, 9), bisect.bisect_left(a, 4, 0, 2), bisect.bisect([(1, "b"), (2, "a")], 1, key=lambda p: p[0]))
bisect.insort(a, 4); bisect.insort_left(a, 3)
print(a)
try:
    bisect.bisect(a, 1, -1)
except ValueError as e:
    print(e)
graph = {"a": {"b": 7, "c": 9, "f": 14}, "b": {"c": 10, "d": 15}, "c": {"d": 11, "f": 2}, "d": {"e": 6}, "f": {"e": 9}, "e": {}}
def dijkstra(source):
    seen, queue = {}, [(0, source, ())]
    while queue:
        cost, node, path = heapq.heappop(queue)
        if node in seen: continue
        seen[node] = cost, path + (node,)
        for other, weight in graph[node].items():
            heapq.heappush(queue, (cost + weight, other, path + (node,)))
    return seen
for node, (cost, path) in dijkstra("a").items(): print(node, cost, "-".join(path))
class Task:
    def __init__(self, p): self.p = p
    def __lt__(self, o): return self.p < o.p
q = [Task(p) for p in (3, 1, 2)]
heapq.heapify(q)
print([heapq.heappop(q).p for _ in range(3)])
