"""pytest's fixture `copydesk`: assertions about machine translations.

    def test_the_translation_is_fit_to_print(copydesk):
        copydesk.assert_translation(translate(source), source=source, lang="id", max_flags=0)

pytest loads this module in every project of an environment, so that it imports nothing of ours
until a test asks for the fixture; and then only if our packages, which bear plain names, are not
hidden by others of the same name.
"""

from __future__ import annotations

import importlib.util
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.assertions import Copydesk

_OURS = ("qa", "reports", "metrics", "corpora")


@pytest.fixture(scope="session")
def copydesk(request: pytest.FixtureRequest) -> Copydesk:
    """Asserts that translations are good: `copydesk.assert_translation(mt, source=…, lang=…)`."""
    if stranger := _intruder():
        what = f"copydesk: {stranger} is not copydesk's, so that it cannot run in this project"
        fix = "call the command `copydesk` from an environment of its own"
        pytest.fail(f"{what}; {fix}", pytrace=False)
    made: Copydesk = import_module("qa.assertions").Copydesk(request.config.rootpath)
    return made


def _intruder() -> str | None:
    """The place of a package that bears one of our names and is not ours."""
    home = Path(__file__).resolve().parent
    for name in _OURS:
        place = _place(name)
        if place != home / name:
            return f"package '{name}' at {place or 'an unknown place'}"
    return None


def _place(name: str) -> Path | None:
    """Where a package lies, as an import would find it; None where nobody can tell."""
    try:
        spec = importlib.util.find_spec(name)
    except ValueError:  # a module without a spec, made by hand
        return None
    if spec is None:
        return None
    folders = list(spec.submodule_search_locations or ())
    place = folders[0] if folders else spec.origin
    return None if place is None else Path(place).resolve()
