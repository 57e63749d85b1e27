"""Translations that people judged, made up: what the tests of metrics and calibration read."""

from __future__ import annotations

import json
from pathlib import Path

SOURCE = "Ministrul a inaugurat luni noul pod peste râu.\n"
GOOD = "The minister opened the new bridge over the river on Monday.\n"
BAD = "The minister river opened new on bridge the over banana Monday.\n"


def judged(path: Path, documents: int = 40, pair: str = "ro-en") -> Path:
    rows = [
        {"lp": pair, "doc": f"d{n}", "seg": 1, "system": system, "src": SOURCE.strip(),
         "ref": GOOD.strip(), "mt": f"{text.strip()} {n}", "mqm": mqm,
         "raters": [{"spans": [{"start": 0, "end": 70, "sev": "major"}] if mqm else []}]}
        for n in range(documents)
        for system, text, mqm in (("a", GOOD, 0.0), ("b", BAD, -11.0))
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
