# Bytes and bytearrays by index, read and written, in loops that are compiled.
import array
import threading

try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()


def total(data, n):
    out = 0
    for i in range(n):
        out = (out * 31 + data[i]) & 0xFFFFFF
    return out


def backwards(data, n):
    out = 0
    for i in range(1, n + 1):
        out = (out * 31 + data[-i]) & 0xFFFFFF
    return out


def beyond(data, n):
    caught = 0
    for i in range(n):
        try:
            caught += data[i]
        except IndexError as error:
            caught += len(str(error))
    return caught


everything = bytes(range(256))
for kind in bytes, bytearray, memoryview, list:
    data = kind(everything)
    print(kind.__name__, total(data, 256), backwards(data, 256), beyond(data, 300))


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    for i in range(2, n + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = 0
    return sum(flags) - 2


print(sieve(3000))


# The storage changes under the loop.
def growing(n):
    data = bytearray(b"ab")
    seen = 0
    for i in range(n):
        seen += data[i] + data[-1]
        data.append((seen * 7 + i) & 0xFF)
        if i % 100 == 99:
            del data[50:60]
            data += bytes(data[3:14])
    return seen, len(data), data[n % 17]


print(growing(700))


def what_does_not_fit(n):
    data = bytearray(8)
    told = []
    for i in range(n):
        try:
            data[i % 8] = 255 + i % 50 // 49 if i % 70 else "x"
            data[-1 - i % 9] = i % 7
        except (ValueError, TypeError, IndexError) as error:
            if str(error) not in told:
                told.append(str(error))
    return told, bytes(data)


print(what_does_not_fit(400))


class Named(bytearray):
    def __getitem__(self, key):
        return super().__getitem__(key) + 1


class Number(int):
    pass


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


print(total(Named(everything), 256))


def with_keys(data, keys):
    out = 0
    for _ in range(60):
        for key in keys:
            out += data[key]
            data[key] = (data[key] + 3) & 0xFF
    return out


print(with_keys(bytearray(everything), [3, Number(7), Index(9), True, -4]))
print(with_keys(array.array("B", everything), [3, Number(7), Index(9), True, -4]))


# What one block reads is of one moment.
pairs = bytearray(64)
torn = []
done = threading.Event()


def writer():
    for k in range(1200):
        with atomic:
            pairs[3] = k & 0xFF
            pairs[40] = k & 0xFF
    done.set()


def reader():
    while not done.is_set():
        for _ in range(50):
            with atomic:
                same = pairs[3] == pairs[40]
            if not same:
                torn.append(1)


threads = [threading.Thread(target=writer)] + [threading.Thread(target=reader) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(torn), pairs[3])
