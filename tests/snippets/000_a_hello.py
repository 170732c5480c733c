# The smallest program that shows anything.
print("hello")
