# An error that nobody catches: exit code 1, and its last line on stderr.
print("before")
raise ValueError("nobody catches me")
