# A list that grows and is read.
items = []
for i in range(5):
    items.append(i * i)
items[0] = "first"
print(items, len(items), items[-1])
