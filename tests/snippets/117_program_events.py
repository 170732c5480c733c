# A program: processes as generators under a scheduler with a clock and a heap.
import heapq
from itertools import count
class Simulation:
    def __init__(self): self.now, self.queue, self.ids, self.log = 0, [], count(), []
    def spawn(self, process, delay=0): heapq.heappush(self.queue, (self.now + delay, next(self.ids), process, None))
    def say(self, *words): self.log.append(f"{self.now:>4} " + " ".join(map(str, words)))
    def run(self, until):
        while self.queue and self.queue[0][0] <= until:
            self.now, _, process, value = heapq.heappop(self.queue)
            try:
                wait = process.send(value)
            except StopIteration as e:
                if e.value is not None: self.say("ended with", e.value)
                continue
            match wait:
                case int(delay): heapq.heappush(self.queue, (self.now + delay, next(self.ids), process, None))
                case "take", store: store.take(process)
                case "put", store, item: store.put(item, process)
class Store:
    def __init__(self, sim, size): self.sim, self.size, self.items, self.takers, self.putters = sim, size, [], [], []
    def wake(self, process, value=None): heapq.heappush(self.sim.queue, (self.sim.now, next(self.sim.ids), process, value))
    def take(self, process): self.takers.append(process); self.settle()
    def put(self, item, process): self.putters.append((item, process)); self.settle()
    def settle(self):
        while True:
            if self.putters and len(self.items) < self.size:
                item, process = self.putters.pop(0)
                self.items.append(item); self.wake(process)
            elif self.takers and self.items:
                self.wake(self.takers.pop(0), self.items.pop(0))
            else: return
def producer(sim, store, name, every, n):
    for i in range(n):
        yield every
        yield "put", store, f"{name}{i}"
        sim.say(name, "made", i)
    return name
def consumer(sim, store, slow):
    try:
        while True:
            item = yield "take", store
            sim.say("got", item)
            yield slow
    finally:
        sim.say("consumer stops")
sim = Simulation()
store = Store(sim, 2)
c = consumer(sim, store, 5)
sim.spawn(producer(sim, store, "a", 2, 4)); sim.spawn(producer(sim, store, "b", 3, 3), delay=1); sim.spawn(c)
sim.run(100)
c.close()
print("\n".join(sim.log))
