# decimal, fractions, statistics, struct, random
import decimal
import random
import statistics
import struct
from decimal import Decimal, ROUND_HALF_EVEN, ROUND_UP, getcontext, localcontext
from fractions import Fraction

print(Decimal('0.1') + Decimal('0.2'), Decimal(10) / 3, Decimal(2).sqrt(), Decimal(2) ** 100)
with localcontext() as context:
    context.prec = 50
    print(Decimal(1) / 7, Decimal(2).ln(), Decimal(10).exp(), Decimal('1e5').log10())
print(Decimal('2.675').quantize(Decimal('0.01'), rounding=ROUND_HALF_EVEN),
      Decimal('2.671').quantize(Decimal('0.01'), rounding=ROUND_UP))
print(Decimal('-12.30e3').as_tuple(), Decimal('1.20').normalize(), Decimal('123456.789').to_eng_string())
print(f"{Decimal('1234567.891'):,.2f} {Decimal('0.00001'):e} {Decimal('-5'):+06.1f} {Decimal('NaN')} {Decimal('-Infinity')}")
print(hash(Decimal('2.5')) == hash(2.5), Decimal('2.5') == 2.5, Decimal('1.1') == 1.1, Decimal(3) > Fraction(5, 2))
for action in (lambda: Decimal(1) / 0, lambda: Decimal('x'), lambda: Decimal('sNaN') + 1,
               lambda: Decimal(1) + 1.0, lambda: Decimal(0) ** 0):
    try:
        print(action())
    except (decimal.DecimalException, TypeError) as error:
        print(type(error).__name__)
print(getcontext().prec, Decimal('7').remainder_near(4), divmod(Decimal('-7'), 3), Decimal(3.25), round(Decimal('2.5')))
print(Decimal('1.23').as_integer_ratio(), int(Decimal('-3.9')), Decimal.from_float(0.1))

print(Fraction(3, -6), Fraction('0.125'), Fraction(0.75), Fraction('22/7') ** 2, Fraction(7, 3) // 1, Fraction(7, 3) % 1)
print(Fraction(3.141592653589793).limit_denominator(1000), Fraction(1, 3) + 1, Fraction(1, 3) + 0.5, Fraction(8, 27) ** Fraction(1, 3))
print(f'{Fraction(1, 3):.5f} {Fraction(-7, 2)!r} {Fraction(1234567, 2):,.1f}', sorted([Fraction(1, 2), Fraction(1, 3), 0.4]))
try:
    Fraction(1, 0)
except ZeroDivisionError as error:
    print(error)

data = [2.5, 3.25, 5.5, 11.25, 11.75, 3.25]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.multimode('aabbc'))
print(statistics.stdev(data), statistics.pvariance(data), statistics.quantiles(data, n=4), statistics.fmean(data, [1, 2, 3, 4, 5, 6]))
print(statistics.harmonic_mean([40, 60]), statistics.geometric_mean([1, 4, 16]), statistics.median_grouped([1, 2, 2, 3, 4]))
print(statistics.correlation([1, 2, 3], [1, 5, 7]), statistics.linear_regression([1, 2, 3], [3, 5, 7]))
normal = statistics.NormalDist(100, 15)
print(round(normal.cdf(120), 9), round(normal.inv_cdf(0.9), 9), normal + 3, statistics.mean([Fraction(1, 2), Fraction(1, 3)]))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)

print(struct.pack('<hIq?d4s', -2, 3, 1 << 40, True, 1.5, b'ab'), struct.calcsize('<hIq?d4s'), struct.calcsize('@bq'))
print(struct.unpack('>f2xB', struct.pack('>f2xB', 0.25, 200)), list(struct.iter_unpack('<HB', bytes(range(9)))))
record = struct.Struct('!3sHl')
buffer = bytearray(12)
record.pack_into(buffer, 2, b'xyz', 65535, -1)
print(buffer, record.unpack_from(buffer, 2), record.size, record.format, struct.pack('e', 0.1), struct.pack('>l', 5))
for call in (lambda: struct.pack('b', 200), lambda: struct.unpack('i', b'abc'), lambda: struct.pack('z', 1), lambda: struct.pack('2h', 1)):
    try:
        call()
    except struct.error as error:
        print(error)

r = random.Random(12345)
print(r.random(), r.randint(1, 100), r.choice('abcdef'), r.sample(range(100), 5), r.uniform(1, 2))
deck = list(range(10))
r.shuffle(deck)
print(deck, r.choices('xyz', weights=[1, 2, 3], k=6), r.getrandbits(70), r.randrange(0, 100, 7), r.randbytes(5))
print(r.gauss(0, 1), r.expovariate(2), r.betavariate(1, 2), r.triangular(0, 5, 2), r.normalvariate(1, 2), r.binomialvariate(10, 0.3))
state = r.getstate()
first = r.random()
r.setstate(state)
print(first == r.random(), random.Random('text').random(), random.Random(b'bytes').random(), random.Random(2.5).random())
