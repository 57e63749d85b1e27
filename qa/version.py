"""Which copydesk this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def copydesk_version() -> str:
    """The installed version; `0+unknown` in a bare checkout."""
    try:
        return version("copydesk")
    except PackageNotFoundError:
        return "0+unknown"
