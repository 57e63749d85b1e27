"""The models that people name: what they are called on the hub, and their licences.

Licences: the models' pages on huggingface.co and github.com/Unbabel/COMET, LICENSE.models.md.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

HUB = "https://huggingface.co"
_LEGACY = "https://unbabel-experimental-models.s3.amazonaws.com/comet"


@dataclass(frozen=True, slots=True)
class Licence:
    """What a model may be used for: its SPDX name, and whether money may be made with it."""

    name: str
    url: str
    commercial: bool


APACHE = Licence("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0", commercial=True)
SHARE_ALIKE = Licence(
    "CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/", commercial=False
)

KNOWN = MappingProxyType({
    "Unbabel/wmt22-comet-da": APACHE,
    "Unbabel/wmt20-comet-da": APACHE,
    "Unbabel/wmt20-comet-qe-da": APACHE,
    "Unbabel/wmt22-unite-da": APACHE,
    "Unbabel/unite-mup": APACHE,
    "Unbabel/wmt22-cometkiwi-da": SHARE_ALIKE,
    "Unbabel/wmt23-cometkiwi-da-xl": SHARE_ALIKE,
    "Unbabel/wmt23-cometkiwi-da-xxl": SHARE_ALIKE,
    "Unbabel/XCOMET-XL": SHARE_ALIKE,
    "Unbabel/XCOMET-XXL": SHARE_ALIKE,
})  # fmt: skip
"""Models on the hub. Those that are not Apache-2.0 are gated: their licence is accepted there."""

LEGACY = MappingProxyType({
    "wmt21-comet-da": f"{_LEGACY}/wmt21/wmt21-comet-da.tar.gz",
    "wmt21-comet-mqm": f"{_LEGACY}/wmt21/wmt21-comet-mqm.tar.gz",
    "wmt21-comet-qe-da": f"{_LEGACY}/wmt21/wmt21-comet-qe-da.tar.gz",
    "wmt21-comet-qe-mqm": f"{_LEGACY}/wmt21/wmt21-comet-qe-mqm.tar.gz",
    "eamt22-prune-comet-da": f"{_LEGACY}/eamt22/eamt22-prune-comet-da.tar.gz",
})  # fmt: skip
"""Models that are not on the hub: archives, to be unpacked by hand. All are Apache-2.0."""

_BY_SHORT_NAME = MappingProxyType({name.partition("/")[2].casefold(): name for name in KNOWN})


def full_name(model: str) -> str:
    """A model's id on the hub: `wmt22-comet-da` is `Unbabel/wmt22-comet-da`; others unchanged."""
    return _BY_SHORT_NAME.get(model.casefold().removeprefix("unbabel/"), model)


def licence(model: str) -> Licence | None:
    """The licence of a model that is known by its name; None for all others."""
    return APACHE if model in LEGACY else KNOWN.get(full_name(model))


def is_gated(model: str) -> bool:
    """Whether the hub gives a model only to people who accepted its licence."""
    known = licence(model)
    return known is not None and not known.commercial


def page(model: str) -> str:
    """A model's page on the hub."""
    return f"{HUB}/{full_name(model)}"


def near(model: str) -> tuple[str, ...]:
    """Known names that look like this one, best first."""
    shorts = [name.rpartition("/")[2] for name in (*KNOWN, *LEGACY)]
    names = {name.casefold(): name for name in shorts}
    short = model.rpartition("/")[2].casefold()
    return tuple(names[found] for found in get_close_matches(short, names, n=3, cutoff=0.5))


def first_use_note(model: str, marker_folder: Path) -> str | None:
    """What to say of a model's licence when it is first used on a machine; None later.

    That it was said is remembered in `marker_folder`, which is made if need be; where it cannot be
    written, it is said each time.
    """
    known = licence(model)
    if known is None:
        return None
    name = full_name(model)
    marker = marker_folder / f"licence-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    if marker.exists():
        return None
    try:
        marker_folder.mkdir(parents=True, exist_ok=True)
        marker.write_text(f"{name} {known.name}\n", encoding="utf-8")
    except OSError:
        pass
    use = "" if known.commercial else "; it may not be used for commercial purposes"
    return f"the model {name} is under {known.name} ({known.url}){use}"
