# Text with values in it.
name, n = "world", 3
print(f"hello {name}, {n} times {n * 2:>4}|")
