"""An operating system in small: tasks of several kinds under priorities pass packets to each other.

The idea of Martin Richards's benchmark: states, queues, dynamic dispatch and attribute traffic."""

N = 3_000

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
WORK, DEVICE = 0, 1


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.index = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, number, priority, queue, waiting=True):
        self.system = system
        self.number = number
        self.priority = priority
        self.queue = queue
        self.waiting = waiting
        self.held = False
        system.add(self)

    def stopped(self):
        return self.held or (self.waiting and self.queue is None)

    def resume(self):
        packet = None
        if self.waiting and self.queue is not None:
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
        return self.run(packet)

    def wait(self):
        self.waiting = True
        return self

    def hold(self):
        self.system.holds += 1
        self.held = True
        return self.system.after(self)

    def send(self, packet, number):
        target = self.system.tasks[number]
        self.system.sent += 1
        packet.owner = self.number
        target.queue = packet.append_to(target.queue)
        return target if target.priority > self.priority else self


class Idle(Task):
    def __init__(self, system, count):
        super().__init__(system, IDLE, 0, None, waiting=False)
        self.state, self.count = 1, count

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.hold()
        odd = self.state & 1
        self.state = self.state >> 1 ^ (0xD008 if odd else 0)
        return self.system.release(DEVICE_B if odd else DEVICE_A)


class Worker(Task):
    def __init__(self, system, priority, queue):
        super().__init__(system, WORKER, priority, queue)
        self.target, self.letter = HANDLER_A, 0

    def run(self, packet):
        if packet is None:
            return self.wait()
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.index = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        return self.send(packet, self.target)


class Handler(Task):
    def __init__(self, system, number, priority, queue):
        super().__init__(system, number, priority, queue)
        self.work = self.devices = None

    def run(self, packet):
        if packet is not None:
            if packet.kind == WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is not None:
            if work.index >= 4:
                self.work = work.link
                return self.send(work, WORKER)
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.data[0] = work.data[work.index]
                work.index += 1
                return self.send(device, self.number + 2)
        return self.wait()


class Device(Task):
    def __init__(self, system, number, priority):
        super().__init__(system, number, priority, None)
        self.pending = None

    def run(self, packet):
        if packet is not None:
            self.pending = packet
            return self.hold()
        if self.pending is None:
            return self.wait()
        done, self.pending = self.pending, None
        return self.send(done, self.number - 2)


class System:
    def __init__(self):
        self.tasks = [None] * 6
        self.order = []
        self.sent = self.holds = 0

    def add(self, task):
        self.tasks[task.number] = task
        self.order.append(task)
        self.order.sort(key=lambda task: -task.priority)

    def after(self, task):
        i = self.order.index(task) + 1
        return self.order[i] if i < len(self.order) else None

    def release(self, number):
        task = self.tasks[number]
        task.held = False
        return task if task.priority > 0 else self.tasks[IDLE]

    def run(self):
        task = self.order[0]
        while task is not None:
            before = task
            task = self.after(task) if task.stopped() else task.resume()
            # A task that has to wait gives way to the next one.
            if task is before and task.stopped():
                task = self.after(task)


def main(n):
    total = 0
    for _ in range(max(1, n // 200)):
        system = System()
        Idle(system, 1000)
        Worker(system, 1000, Packet(Packet(None, WORKER, WORK), WORKER, WORK))
        for number, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
            queue = None
            for _ in range(3):
                queue = Packet(queue, device, DEVICE)
            Handler(system, number, priority, queue)
            Device(system, device, priority + 2000)
        system.run()
        total += system.sent * 10_000 + system.holds
    return total
