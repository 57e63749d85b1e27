"""The one door through which readers, metrics, checks and writers come in.

A plug-in is a module that exposes one well-known name. Ours are found in their folders, other
people's by entry point; both end in the same table, and a name that stands there twice is an
error.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from corpora.errors import PluginError

if TYPE_CHECKING:
    from corpora.reader import Reader
    from metrics.metric import Metric
    from qa.check import Check
    from reports.writer import Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of plug-in: our package, the entry points' group, the well-known name, its type.

    `home` is the module that defines the type; it is imported only when it is needed.
    """

    package: str
    group: str
    name: str
    home: str

    @property
    def type(self) -> type[T]:
        """The class of which the well-known name is an instance."""
        found: type[T] = getattr(import_module(self.home), self.name.capitalize())
        return found


@dataclass(frozen=True, slots=True)
class Plugin(Generic[T]):
    """A plug-in: its id, what it exposes, its docstring and the module it comes from."""

    id: str
    value: T
    doc: str
    module: str


READERS: Kind[Reader] = Kind("corpora.readers", "copydesk.readers", "reader", "corpora.reader")
METRICS: Kind[Metric] = Kind("metrics.scorers", "copydesk.metrics", "metric", "metrics.metric")
CHECKS: Kind[Check] = Kind("qa.checks", "copydesk.checks", "check", "qa.check")
WRITERS: Kind[Writer] = Kind("reports.writers", "copydesk.writers", "writer", "reports.writer")


def names(kind: Kind[Any]) -> list[str]:
    """The ids of all plug-ins of a kind, in order; nothing of them is imported."""
    return sorted(_id(name) for name in (*_ours(kind), *(e.value for e in _entries(kind.group))))


def one(kind: Kind[T], identity: str) -> Plugin[T]:
    """The plug-in of this id, one of `names`: ours is imported alone, if there is no other."""
    if names(kind).count(identity) == 1:
        for name in _ours(kind):
            if _id(name) == identity:
                return _plugin(kind, _imported(name))
    return discover(kind)[identity]


def discover(kind: Kind[T]) -> Mapping[str, Plugin[T]]:
    """All plug-ins of a kind by id, in the order of their ids; looked for once.

    Raises PluginError for a module that lacks the name, cannot be imported, or bears an id
    already taken.
    """
    return _discovered(kind)


@cache
def _discovered(kind: Kind[T]) -> Mapping[str, Plugin[T]]:
    found: dict[str, Plugin[T]] = {}
    for module in _modules(kind):
        plugin = _plugin(kind, module)
        if plugin.id in found:
            both = f"{found[plugin.id].module} and {plugin.module}"
            raise PluginError(f"two plug-ins are called '{plugin.id}': {both}; rename one")
        found[plugin.id] = plugin
    return dict(sorted(found.items()))


def _modules(kind: Kind[Any]) -> Iterator[ModuleType]:
    yield from map(_imported, _ours(kind))
    yield from map(_loaded, _entries(kind.group))


@cache
def _ours(kind: Kind[Any]) -> tuple[str, ...]:
    """The modules in our folder."""
    package = import_module(kind.package)
    return tuple(f"{kind.package}.{info.name}" for info in pkgutil.iter_modules(package.__path__))


@cache
def _entries(group: str) -> tuple[EntryPoint, ...]:
    """Other people's."""
    return tuple(_all_entries().select(group=group))


@cache
def _all_entries() -> Any:  # noqa: ANN401 — another class in each Python
    """Looked for once: it means to open a file of every package that is installed."""
    return entry_points()


def _id(module: str) -> str:
    return module.rpartition(".")[2].replace("_", "-")


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except Exception as error:
        raise PluginError(f"plug-in {name} cannot be imported: {error}") from error


def _loaded(entry: EntryPoint) -> ModuleType:
    try:
        module = entry.load()
    except Exception as error:
        raise PluginError(f"plug-in {entry.value} cannot be imported: {error}") from error
    if not isinstance(module, ModuleType):
        raise PluginError(f"plug-in {entry.value} is not a module; the entry point must name one")
    return module


def _plugin(kind: Kind[T], module: ModuleType) -> Plugin[T]:
    value = getattr(module, kind.name, None)
    if not isinstance(value, kind.type):
        what = f"does not expose '{kind.name}', a {kind.type.__name__}"
        raise PluginError(f"plug-in {module.__name__} {what}")
    return Plugin(_id(module.__name__), value, (module.__doc__ or "").strip(), module.__name__)
