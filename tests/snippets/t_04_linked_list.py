# Truth 4: a walk over a list whose nodes are moved by others always ends, and meets every node.
try:
    from stm import atomic
except ImportError:
    import threading
    atomic = threading.RLock()
import threading
class Node:
    def __init__(self, v, next): self.v, self.next = v, next
head = Node(-1, None)
for i in range(20): head.next = Node(i, head.next)
bad = []
def work(n):
    for i in range(3_000):
        with atomic:
            if n:
                # The first node goes to the end.
                first = head.next
                head.next = first.next
                last = head
                while last.next: last = last.next
                last.next = first
                first.next = None
            else:
                node, count, total = head.next, 0, 0
                while node:
                    count, total, node = count + 1, total + node.v, node.next
                if (count, total) != (20, 190): bad.append((count, total))
threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(bad)
