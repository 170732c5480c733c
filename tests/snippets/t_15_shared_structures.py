# Threads insert into one dict, one tree and one heap in atomic blocks; all is there at the end.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
import heapq
N = 3_000
class Node:
    __slots__ = ("k", "l", "r")
    def __init__(self, k): self.k, self.l, self.r = k, None, None
root, heap, index = Node(N), [], {}
def insert(k):
    node = root
    while True:
        side = "l" if k < node.k else "r"
        kid = getattr(node, side)
        if kid is None:
            setattr(node, side, Node(k))
            return
        node = kid
def work(n):
    for i in range(N):
        k = (i * 7919 + n) * 2 % (2 * N) + n * 0.5
        with atomic:
            insert(k)
            heapq.heappush(heap, k)
            index[k] = index.get(k, 0) + 1
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
def walk(node):
    stack, out = [], []
    while stack or node:
        while node:
            stack.append(node)
            node = node.l
        node = stack.pop()
        out.append(node.k)
        node = node.r
    return out
keys = walk(root)
print(len(keys), keys == sorted(keys), sum(index.values()))
keys.remove(N)
print([heapq.heappop(heap) for _ in range(len(heap))] == keys == sorted(index))
