"""docs/tables.md says what the schema says."""

from __future__ import annotations

import runpy

from tests.conftest import ROOT


def test_the_page_of_the_tables_is_up_to_date() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "tables.py"))["page"]()
    written = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert written == page, "stale; run: python docs/tables.py"
