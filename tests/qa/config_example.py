"""A configuration with everything in it, which several tests read."""

from __future__ import annotations

EXAMPLE = """\
metrics = ["chrf", "bleu", "estimate"]
baseline = "git:origin/main"
history = "copydesk-history.db"
gates = [
    "no new major",
    "chrf >= 55",
    { require = "chrf no worse than main, p < 0.05", pairs = ["en-id"], lengths = "20-" },
]

[rules]
ignore = ["overlong-sentence"]
severity = { calque = "neutral" }
max-flags = 40

[[rules.for]]
paths = ["sport/**"]
pairs = ["*-id", "en-pt-BR"]
domains = ["sport", "news"]
sets = ["news"]
lengths = "1-5"
ignore = ["official-spelling"]

[domains]
sport = ["sport/**"]

[sets.news]
mt = "out/{system}/news.id.txt"
source = "sets/news.en.txt"
references = ["sets/news.id.txt"]
lang = "id"
source-lang = "en"
domain = "news"
format = "lines"
encoding = "utf-8"
metrics = ["chrf"]

[systems.new]
sets = ["news"]

[systems.main]
judged = false
"""
GATE_TABLES = """\
[[gates]]
name = "small"
require = ["no critical", "every article has a reference"]
systems = ["new"]
domains = ["news"]

[sets.news]
mt = "out/{system}.txt"
domain = "news"

[systems.new]
"""
