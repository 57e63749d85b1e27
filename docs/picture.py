"""Makes the README's picture from an HTML report: python docs/picture.py report.html."""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WIDTH, _HEIGHT = 1280, 900


def take(report: Path, picture: Path) -> None:
    """Take a picture of the top of a report as an editor sees it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT},
            device_scale_factor=1,
            color_scheme="light",
            offline=True,
        )
        page.goto(report.resolve().as_uri())
        page.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path, help="an HTML report")
    beside = Path(__file__).with_name("report.png")
    parser.add_argument("picture", type=Path, nargs="?", default=beside, help="where to put it")
    arguments = parser.parse_args()
    take(arguments.report, arguments.picture)


if __name__ == "__main__":
    main()
