"""Where copydesk keeps what it may forget: `COPYDESK_CACHE`, or the platform's cache folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE, OFF = "COPYDESK_CACHE", "off"


def cache_folder() -> Path | None:
    """The folder, which need not exist yet; None where nothing is to be kept (`off`)."""
    place = os.environ.get(VARIABLE)
    if place == OFF:
        return None
    return Path(place) if place else platformdirs.user_cache_path("copydesk", appauthor=False)
