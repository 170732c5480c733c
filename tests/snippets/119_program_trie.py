# A program: a trie with iteration, prefix search, deletion and Huffman codes beside it.
import heapq
class Trie:
    __slots__ = ("kids", "end")
    def __init__(self, words=()):
        self.kids, self.end = {}, False
        for w in words: self.add(w)
    def add(self, word):
        node = self
        for c in word: node = node.kids.setdefault(c, Trie())
        node.end = True
    def find(self, prefix):
        node = self
        for c in prefix:
            if (node := node.kids.get(c)) is None: return None
        return node
    def __contains__(self, word): return bool((n := self.find(word)) and n.end)
    def __iter__(self):
        if self.end: yield ""
        for c in sorted(self.kids): yield from (c + rest for rest in self.kids[c])
    def __len__(self): return self.end + sum(map(len, self.kids.values()))
    def __bool__(self): return self.end or bool(self.kids)
    def starting(self, prefix): return [prefix + r for r in self.find(prefix) or ()]
    def remove(self, word):
        if not word:
            if not self.end: raise KeyError("not there")
            self.end = False
        else:
            head, *tail = word
            kid = self.kids[head]
            kid.remove("".join(tail))
            if not kid: del self.kids[head]
t = Trie("tea ten to i in inn a".split())
print(list(t), len(t), "te" in t, "ten" in t, "" in t, t.starting("te"), t.starting("zz"))
t.remove("ten"); t.remove("inn")
print(list(t), sorted(t.find("t").kids), "in" in t)
for w in ("ten", "te", "q"):
    try:
        t.remove(w)
    except KeyError as e:
        print(w, repr(e))
def huffman(text):
    heap = [(n, i, c) for i, (c, n) in enumerate(sorted({c: text.count(c) for c in text}.items()))]
    heapq.heapify(heap)
    fresh = len(heap)
    while len(heap) > 1:
        (n, _, a), (m, _, b) = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (n + m, fresh, (a, b)))
        fresh += 1
    codes = {}
    def walk(node, code):
        if isinstance(node, str): codes[node] = code or "0"
        else:
            for bit, kid in zip("01", node): walk(kid, code + bit)
    walk(heap[0][2], "")
    return codes
codes = huffman("abracadabra alakazam")
bits = "".join(codes[c] for c in "abracadabra alakazam")
print(codes, len(bits), bits[:20])
back, word, out = {v: k for k, v in codes.items()}, "", ""
for b in bits:
    word += b
    if word in back: out += back[word]; word = ""
print(out)
