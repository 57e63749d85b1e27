"""A whole SARIF log."""

from __future__ import annotations

import re
from typing import Any

from reports.result import Outcome, Result
from reports.sarif.files import ROOT, Files
from reports.sarif.results import result_of
from reports.sarif.rules import rules_of
from reports.since import Found, History, history_of

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_VERSION = "2.1.0"
_SEMANTIC = re.compile(r"\d+\.\d+\.\d+")
Json = dict[str, Any]


def log_of(result: Result) -> Json:
    """A run as a SARIF log with one run."""
    return {"$schema": _SCHEMA, "version": _VERSION, "runs": [_run(result)]}


def _run(result: Result) -> Json:
    files, rules, history = Files.of(result.documents), rules_of(result), history_of(result)
    found = [Found(document, flag) for document in result.documents for flag in document.flags]
    is_semantic = _SEMANTIC.fullmatch(result.version)
    version = {"semanticVersion": result.version} if is_semantic else {}
    driver = {
        "name": "copydesk",
        "version": result.version,
        **version,
        "rules": list(rules.descriptors),
    }
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder that copydesk was started in."}}
        },
        "invocations": [_invocation(result)],
        "artifacts": files.artifacts,
        "results": [
            result_of(one, files, rules, has_baseline=history is not None) for one in found
        ],
        "properties": {**_verdict(result), **(_history(history) if history else {})},
    }


def _invocation(result: Result) -> Json:
    """It was executed successfully if it could judge; a gate that fails is no fault of the tool."""
    notes = [
        {"level": "error", "message": {"text": f"{one.name}: {one.evidence}."}}
        for one in result.verdict.conditions
        if one.outcome is Outcome.ERROR
    ]
    told = {"toolExecutionNotifications": notes} if notes else {}
    return {"executionSuccessful": not notes, **told}


def _verdict(result: Result) -> Json:
    conditions = [
        {"name": c.name, "outcome": c.outcome.value, "evidence": c.evidence, "portion": c.portion}
        for c in result.verdict.conditions
    ]
    return {"verdict": result.verdict.outcome.value, "conditions": conditions}


def _history(history: History) -> Json:
    # As results with the state `absent` they would be open alerts to services that read no state.
    fixed = [
        {
            "ruleId": gone.rule,
            "severity": gone.severity.word,
            "document": gone.document,
            "text": gone.text,
            "message": gone.message,
            "fingerprint": gone.fingerprint,
        }
        for gone in history.fixed
    ]
    return {"baseline": history.name, "fixed": fixed, "dismissed": history.dismissed}
