"""How a good translation is spoiled: the draft, the pool of words, and the kinds of error."""
