"""The tables of the configuration as they are written; what each key means is said beside it.

These words are also the JSON schema's descriptions, and the comments of `copydesk init`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from qa.config.fields import DOMAINS, LENGTHS, PAIRS, SETS, Names
from qa.config.rule_tables import Rules

SYSTEM = "{system}"
"""What stands in a test set's path for the name of a system."""
_METRICS = "Names as -m takes them: bleu, chrf, chrf++, ter, estimate, comet …"


class SetTable(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """A test set: a translation, or one of each system, with what stands beside it."""

    mt: Annotated[
        str,
        Meta(
            description="The translation, a file or a folder; {system} stands for each system.",
            examples=["out/{system}/news.id.txt"],
        ),
    ]
    source: Annotated[
        str | None, Meta(description="The source.", examples=["sets/news.en.txt"])
    ] = None
    references: Annotated[
        Names, Meta(description="Human translations.", examples=[["sets/news.id.txt"]])
    ] = ()
    lang: Annotated[
        str | None, Meta(description="The translation's language, as --lang.", examples=["id"])
    ] = None
    source_lang: Annotated[
        str | None, Meta(description="The source's language.", examples=["en"])
    ] = None
    domain: Annotated[
        str | None, Meta(description="What its articles are about.", examples=["news"])
    ] = None
    format: Annotated[
        str | None, Meta(description="A format that 'copydesk formats' lists.", examples=["lines"])
    ] = None
    encoding: Annotated[
        str | None, Meta(description="The files' encoding.", examples=["utf-8"])
    ] = None
    metrics: Annotated[
        Names | None,
        Meta(description=f"Instead of the general ones. {_METRICS}", examples=[["chrf"]]),
    ] = None

    @property
    def has_systems(self) -> bool:
        """Whether its translation is another file for each system."""
        return SYSTEM in self.mt

    def mt_of(self, system: str) -> str:
        """The path of a system's translation, as it is written."""
        return self.mt.replace(SYSTEM, system)


class SystemTable(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """A system whose translations are tested."""

    sets: Annotated[
        Names, Meta(description="Only these test sets; all if left out.", examples=[["news"]])
    ] = ()
    judged: Annotated[
        bool,
        Meta(description="false: it is there to be compared with only.", examples=[False]),
    ] = True


class GateTable(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """What must hold of some of the texts; what is left out fits all."""

    require: Annotated[
        str | Names,
        Meta(description="A sentence, or several.", examples=["no new major", "chrf >= 55"]),
    ]
    name: Annotated[str | None, Meta(description="What to call it in the verdict.")] = None
    sets: Annotated[Names, SETS] = ()
    systems: Annotated[Names, Meta(description="Names of systems.", examples=[["new"]])] = ()
    pairs: Annotated[Names, PAIRS] = ()
    domains: Annotated[Names, DOMAINS] = ()
    lengths: Annotated[str | None, LENGTHS] = None

    @property
    def requirements(self) -> Names:
        """The sentences."""
        return (self.require,) if isinstance(self.require, str) else self.require


class Settings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"
):
    """The whole configuration. Paths are relative to the file's folder."""

    metrics: Annotated[
        Names | None,
        Meta(description=f"What to score. {_METRICS}", examples=[["chrf", "bleu", "estimate"]]),
    ] = None
    baseline: Annotated[
        str | None,
        Meta(
            description="An earlier run to compare with: a file that --write-baseline wrote, or "
            "git:REF.",
            examples=["copydesk-baseline.json", "git:origin/main"],
        ),
    ] = None
    history: Annotated[
        str | None,
        Meta(description="Where 'copydesk history' keeps runs.", examples=["copydesk-history.db"]),
    ] = None
    gates: Annotated[
        tuple[str | GateTable, ...],
        Meta(
            description="What must hold, or the build fails: sentences, or tables that say of what."
        ),
    ] = ()
    rules: Annotated[Rules, Meta(description="Which rules run, and how severe they are.")] = (
        msgspec.field(default_factory=Rules)
    )
    domains: Annotated[
        dict[str, Names],
        Meta(description="What a document is about, by patterns of its path."),
    ] = {}
    sets: Annotated[dict[str, SetTable], Meta(description="Test sets by name.")] = {}
    systems: Annotated[dict[str, SystemTable], Meta(description="Systems by name.")] = {}

    @property
    def gate_tables(self) -> tuple[GateTable, ...]:
        """The gates, each as a table."""
        return tuple(GateTable(require=one) if isinstance(one, str) else one for one in self.gates)

    def systems_of(self, set_name: str) -> Names:
        """The systems that translate a test set, in order."""
        return tuple(
            name for name, one in self.systems.items() if not one.sets or set_name in one.sets
        )

    @property
    def domain_names(self) -> Names:
        """All domains that a scope can name."""
        labels = (one.domain for one in self.sets.values() if one.domain)
        return tuple(dict.fromkeys((*self.domains, *labels)))
