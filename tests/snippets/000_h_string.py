# Joining and cutting text.
word = "ty" + "thon"
print(word, word[0], word[2:], len(word), word.upper())
