"""What the tables' fields share: names, and what is said of them."""

from __future__ import annotations

from msgspec import Meta

Names = tuple[str, ...]
LENGTHS = Meta(
    description="How many words a segment has: 1-5, 40-, -10 or 7.",
    examples=["1-5"],
    extra_json_schema={"pattern": r"^\s*([0-9]+|[0-9]+\s*-\s*[0-9]*|-\s*[0-9]+)\s*$"},
)
PAIRS = Meta(
    description="Language pairs: en-id, *-id (from any language), en-*; a language means its "
    "varieties, too.",
    examples=[["en-id", "*-ms"]],
)
DOMAINS = Meta(description="Names of [domains], or test sets'.", examples=[["sport"]])
SETS = Meta(description="Names of test sets.", examples=[["news"]])
