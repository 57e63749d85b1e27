"""The metrics that a user asks for, with parameters: `bleu:tok=intl,case=lc`, `comet:MODEL`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from corpora.errors import UsageError
from metrics.metric import Metric
from qa.plugins import METRICS, Plugin, discover, names, one

_MODEL = "model"


@dataclass(frozen=True, slots=True)
class Asked:
    """A metric as somebody asked for it: its id, and parameters as its signature spells them."""

    id: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(text: str) -> Asked:
        """What a name means. Raises UsageError for one that nobody knows, or a wrong parameter."""
        name, _, rest = text.partition(":")
        identity, plugin = _plugin(name)
        return Asked(identity, _parameters(text, rest, plugin.value))

    @property
    def name(self) -> str:
        """The one spelling: `bleu`, `bleu:case=lc,tok=intl`, `comet:MODEL`."""
        if not self.parameters:
            return self.id
        if set(self.parameters) == {_MODEL}:
            return f"{self.id}:{self.parameters[_MODEL]}"
        spelt = ",".join(f"{key}={value}" for key, value in sorted(self.parameters.items()))
        return f"{self.id}:{spelt}"

    @property
    def metric(self) -> Metric:
        """The metric itself."""
        return one(METRICS, self.id).value


def metric_names(texts: Sequence[str]) -> tuple[str, ...]:
    """Each in its one spelling, none twice."""
    return tuple(dict.fromkeys(Asked.of(text).name for text in texts))


def _plugin(name: str) -> tuple[str, Plugin[Metric]]:
    wanted = name.strip().casefold()
    if wanted in names(METRICS):
        return wanted, one(METRICS, wanted)
    available = discover(METRICS)
    for identity, plugin in available.items():
        spellings = (plugin.value.label, *plugin.value.names)
        if wanted in {known.casefold() for known in spellings}:
            return identity, plugin
    near = get_close_matches(wanted, available, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UsageError(f"no metric is called '{name}'; {hint}there are: {', '.join(available)}")


def _parameters(text: str, rest: str, metric: Metric) -> dict[str, str]:
    if not rest:
        return {}
    if _MODEL in metric.takes and "=" not in rest:
        return {_MODEL: rest}
    found = dict(part.partition("=")[::2] for part in rest.split(","))
    for key, value in found.items():
        if key not in metric.takes or not value:
            known = ", ".join(f"{name}=…" for name in sorted(metric.takes)) or "none"
            raise UsageError(f"{text}: {metric.label} takes no '{key}'; its parameters: {known}")
    return found
