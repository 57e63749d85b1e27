"""The one door through which readers, metrics, checks and writers come in.

A plug-in is a module that exposes one well-known name. Ours are found in their folders, other
people's by entry point; both end in the same table, and a name that stands there twice is an
error.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

from corpora.errors import PluginError
from corpora.reader import Reader
from metrics.metric import Metric
from qa.check import Check
from reports.writer import Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of plug-in: our package, the entry points' group, the well-known name, its type."""

    package: str
    group: str
    name: str
    type: type[T]


@dataclass(frozen=True, slots=True)
class Plugin(Generic[T]):
    """A plug-in: its id, what it exposes, its docstring and the module it comes from."""

    id: str
    value: T
    doc: str
    module: str


READERS = Kind("corpora.readers", "copydesk.readers", "reader", Reader)
METRICS = Kind("metrics.scorers", "copydesk.metrics", "metric", Metric)
CHECKS = Kind("qa.checks", "copydesk.checks", "check", Check)
WRITERS = Kind("reports.writers", "copydesk.writers", "writer", Writer)


def discover(kind: Kind[T]) -> dict[str, Plugin[T]]:
    """All plug-ins of a kind by id, in the order of their ids.

    Raises PluginError for a module that lacks the name, cannot be imported, or bears an id
    already taken.
    """
    found: dict[str, Plugin[T]] = {}
    for module in _modules(kind):
        plugin = _plugin(kind, module)
        if plugin.id in found:
            both = f"{found[plugin.id].module} and {plugin.module}"
            raise PluginError(f"two plug-ins are called '{plugin.id}': {both}; rename one")
        found[plugin.id] = plugin
    return dict(sorted(found.items()))


def _modules(kind: Kind[Any]) -> Iterator[ModuleType]:
    package = importlib.import_module(kind.package)
    for info in pkgutil.iter_modules(package.__path__):
        yield _imported(f"{kind.package}.{info.name}")
    for entry in entry_points(group=kind.group):
        yield _loaded(entry)


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
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
    identity = module.__name__.rpartition(".")[2].replace("_", "-")
    return Plugin(identity, value, (module.__doc__ or "").strip(), module.__name__)
