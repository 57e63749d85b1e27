"""schemathesis reads the API's description, and tries whether the API keeps to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from qa.desk.store.database import Database
from qa.desk.web.api.shared import LANGUAGE
from tests.desk.api.apps import api_app
from tests.desk.editing.toy import put

pytestmark = pytest.mark.desk

schemathesis.openapi.format(LANGUAGE, st.sampled_from(["id", "en", "pt-BR", "kk", "zh-Hant"]))
_ARTICLES = 6
_OPERATIONS = 19
_SEED = 20_250_613
_FORMS = [
    # It takes any `*` in a form for a breach of a pattern; what is refused there has its own test.
    {"include-path": "/api/files", "checks": {"negative_data_rejection": {"enabled": False}}}
]
_ALL = ("examples", "coverage", "fuzzing", "stateful")


class Tried:
    """What schemathesis tried in some phases on a desk with articles, and what it found."""

    def __init__(self, database: Database, examples: int, *phases: str) -> None:
        for number in range(_ARTICLES):
            put(database, "Kucing itu duduk duduk.", "Lalu ia ia pergi.", name=f"story-{number}")
        config = SchemathesisConfig.from_dict(
            {
                "seed": _SEED,
                "generation": {"max-examples": examples},
                "operations": _FORMS,
                "phases": {phase: {"enabled": phase in phases} for phase in _ALL},
            }
        )
        app = api_app(database)
        schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config)
        self.count, self.found = 0, list[str]()
        self.operations = set[str]()
        for event in from_schema(schema).execute():
            self.found.extend(self._look(event))

    def _look(self, event: events.EngineEvent) -> Iterator[str]:
        if isinstance(event, events.NonFatalError):
            yield f"{event.label}: {event.value!r}"
        elif isinstance(event, events.FatalError):
            yield repr(event.exception)
        elif isinstance(event, events.ScenarioFinished):
            self.count += len(event.recorder.interactions)
            self.operations.add(str(event.recorder.label))
            checks = (check for found in event.recorder.checks.values() for check in found)
            for check in checks:
                if (why := check.failure_info) is not None:
                    yield f"{event.recorder.label}: {why.failure}\n{why.code_sample}"


def test_the_examples_of_the_description_work(database: Database) -> None:
    tried = Tried(database, 1, "examples")
    assert tried.found == []
    assert len(tried.operations) == _OPERATIONS
    assert tried.count >= _OPERATIONS


@pytest.mark.slow
def test_the_api_keeps_to_its_description_whatever_is_sent(database: Database) -> None:
    tried = Tried(database, 30, *_ALL)
    assert tried.found == []
    assert len(tried.operations) >= _OPERATIONS
    assert tried.count > 500
