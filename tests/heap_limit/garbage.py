# heap=24M: what nobody holds is not in the way, also where there is no way back.

kept = [[i] for i in range(50_000)]

for i in range(200):
    large = [0] * 500_000
    large = None

for i in range(40):
    # What has been written cannot be undone.
    print(i, end=" ", flush=True)
    large = bytearray(6_000_000)
    large = None
print()

for i in range(300_000):
    circle = []
    circle.append(circle)

text = ""
for i in range(2_000):
    text += "0123456789" * 20
print(len(text), len(kept), sum(map(len, kept)))
