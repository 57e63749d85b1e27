"""The estimator: the quality of a translation, and its doubtful words, without a network."""
