"""Test sets: what there is, fetched, checked and laid out as files that copydesk reads."""
