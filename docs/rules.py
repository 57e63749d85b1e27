"""Writes docs/rules/: a page a rule, from its docstring and examples, and an index.

Run: python docs/rules.py    (a test fails when the pages are stale)
"""

from __future__ import annotations

from pathlib import Path

from qa.manual import pages

FOLDER = Path(__file__).resolve().parent / "rules"


def main() -> None:
    """Write the pages that changed, and delete those of rules that are gone."""
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for name, text in written.items():
        path = FOLDER / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(FOLDER.parent.parent)}")
    for path in FOLDER.glob("*.md"):
        if path.name not in written:
            path.unlink()


if __name__ == "__main__":
    main()
