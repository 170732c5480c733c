# A program: an LRU cache from a dict and a linked list, compared with OrderedDict.
from collections import OrderedDict
class Node:
    __slots__ = ("key", "value", "prev", "next")
class LRU:
    def __init__(self, size):
        self.size, self.map = size, {}
        self.root = root = Node()
        root.prev = root.next = root
    def _unlink(self, node):
        node.prev.next, node.next.prev = node.next, node.prev
    def _front(self, node):
        root = self.root
        node.prev, node.next = root, root.next
        root.next.prev = node
        root.next = node
    def get(self, key, default=None):
        node = self.map.get(key)
        if node is None: return default
        self._unlink(node); self._front(node)
        return node.value
    def put(self, key, value):
        node = self.map.get(key)
        if node is None:
            if len(self.map) >= self.size:
                last = self.root.prev
                self._unlink(last)
                del self.map[last.key]
            node = self.map[key] = Node()
            node.key = key
        else:
            self._unlink(node)
        node.value = value
        self._front(node)
    def __iter__(self):
        node = self.root.next
        while node is not self.root:
            yield node.key, node.value
            node = node.next
class Model(OrderedDict):
    def put(self, k, v):
        self[k] = v
        self.move_to_end(k, last=False)
        if len(self) > 5: self.popitem()
    def look(self, k):
        if k not in self: return None
        self.move_to_end(k, last=False)
        return self[k]
lru, model, seed = LRU(5), Model(), 12345
hits = 0
for i in range(3000):
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    key = seed // 65536 % 9
    if seed % 3:
        a, b = lru.get(key), model.look(key)
        hits += a is not None
        assert a == b, (i, key, a, b)
    else:
        lru.put(key, i); model.put(key, i)
    assert list(lru) == list(model.items())
print(hits, list(lru), len(lru.map))
