"""The tables of the configuration that are about rules; what each key means is said beside it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from wcmatch import glob

from corpora.languages import covers, parse
from corpora.text import Severity
from qa.config.fields import DOMAINS, LENGTHS, PAIRS, SETS, Names
from qa.config.scopes import fits_pair

DEFAULT = "DEFAULT"
GLOB = glob.GLOBSTAR | glob.DOTGLOB
_SEVERITIES = ", ".join(one.word for one in Severity)


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """What is asked of some documents, or of segments of some lengths; what is left out fits all.

    Later tables win.
    """

    paths: Annotated[
        Names, Meta(description="Patterns of files, ** for any folders.", examples=[["sport/**"]])
    ] = ()
    languages: Annotated[
        Names, Meta(description="The translation's languages, BCP 47.", examples=[["id", "pt-BR"]])
    ] = ()
    pairs: Annotated[Names, PAIRS] = ()
    domains: Annotated[Names, DOMAINS] = ()
    sets: Annotated[Names, SETS] = ()
    lengths: Annotated[str | None, LENGTHS] = None
    select: Annotated[
        Names,
        Meta(description="Rules to add: ids, MQM kinds, ALL.", examples=[["speaker-mismatch"]]),
    ] = ()
    ignore: Annotated[
        Names,
        Meta(description="Rules to leave out: ids or MQM kinds.", examples=[["official-spelling"]]),
    ] = ()
    severity: Annotated[
        dict[str, str],
        Meta(description=f"Severities by rule: {_SEVERITIES}.", examples=[{"calque": "neutral"}]),
    ] = {}

    def fits(
        self,
        path: str,
        language: str | None,
        *,
        domain: str = "",
        set_name: str = "",
        source_language: str | None = None,
    ) -> bool:
        """Whether this is about a document (of whose segments `lengths` may leave out some)."""
        spoken = language and any(covers(parse(one), language) for one in self.languages)
        here = any(glob.globmatch(path, pattern, flags=GLOB) for pattern in self.paths)
        return (
            (here or not self.paths)
            and bool(spoken or not self.languages)
            and (domain in self.domains or not self.domains)
            and (set_name in self.sets or not self.sets)
            and fits_pair(self.pairs, source_language, language)
        )


class Rules(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    rename={"for_": "for", "max_flags": "max-flags"},
):
    """Which rules run, and how severe their flags are."""

    select: Annotated[
        Names,
        Meta(
            description="Which rules run: ids, MQM kinds (fluency), DEFAULT, ALL.",
            examples=[["DEFAULT", "speaker-mismatch"]],
        ),
    ] = (DEFAULT,)
    ignore: Annotated[
        Names,
        Meta(description="Which don't: ids or MQM kinds.", examples=[["overlong-sentence"]]),
    ] = ()
    severity: Annotated[
        dict[str, str],
        Meta(description=f"Severities by rule: {_SEVERITIES}.", examples=[{"calque": "neutral"}]),
    ] = {}
    max_flags: Annotated[
        Annotated[int, Meta(ge=0)] | None,
        Meta(
            description="Show the most useful flags of an article only; 0 shows all.",
            examples=[40],
        ),
    ] = None
    glossary: Annotated[
        str | None, Meta(description="Terms to keep to: TSV or TBX.", examples=["terms.tsv"])
    ] = None
    suppressions: Annotated[
        str | None,
        Meta(
            description="Flags that shall stay silent.",
            examples=["copydesk-ignore.toml"],
        ),
    ] = None
    calibration: Annotated[
        str | None,
        Meta(
            description="The estimator's: what 'copydesk calibrate' wrote.",
            examples=["copydesk-estimate.json"],
        ),
    ] = None
    for_: Annotated[
        tuple[Scope, ...], Meta(description="What is asked of some texts only; later ones win.")
    ] = ()
