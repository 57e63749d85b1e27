"""What editors teach: how often a rule is right, what to mute, and pairs to train on."""
