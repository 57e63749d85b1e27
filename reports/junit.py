"""A verdict as JUnit XML, in the form that Jenkins and GitLab read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from reports.concerned import concerned
from reports.legible import counted, place_of, said, xml_text
from reports.result import Condition, Outcome, Result

_NAME = "copydesk"
_MOST = 20
_NO_TIME = "0"
_TAGS = {Outcome.FAIL: "failure", Outcome.ERROR: "error"}


def written(result: Result) -> bytes:
    """A suite for each portion that is judged, a case for each of its conditions."""
    conditions = result.verdict.conditions
    root = etree.Element("testsuites", _counts(_NAME, conditions))
    judged = {condition.portion for condition in conditions} or {""}
    names = [*(portion.name for portion in result.portions), *sorted(judged)]
    for name in dict.fromkeys(names):
        if name in judged:
            own = [condition for condition in conditions if condition.portion == name]
            _suite(root, name or _NAME, own, result)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _counts(name: str, conditions: Sequence[Condition]) -> dict[str, str]:
    outcomes = [condition.outcome for condition in conditions]
    return {
        "name": xml_text(name),
        "tests": str(len(outcomes)),
        "failures": str(outcomes.count(Outcome.FAIL)),
        "errors": str(outcomes.count(Outcome.ERROR)),
        "skipped": "0",
        "time": _NO_TIME,
    }


def _suite(
    root: etree._Element, name: str, conditions: Sequence[Condition], result: Result
) -> None:
    suite = etree.SubElement(root, "testsuite", _counts(name, conditions))
    for condition in conditions:
        attributes = {"classname": xml_text(name), "name": xml_text(condition.name)}
        case = etree.SubElement(suite, "testcase", attributes, time=_NO_TIME)
        if condition.outcome is Outcome.PASS:
            etree.SubElement(case, "system-out").text = xml_text(condition.evidence)
            continue
        told = {"message": xml_text(condition.evidence), "type": condition.outcome.value}
        fault = etree.SubElement(case, _TAGS[condition.outcome], told)
        fault.text = xml_text("\n".join(_lines(result, condition)))


def _lines(result: Result, condition: Condition) -> Iterator[str]:
    """The evidence, and the worst of the flags that it is about."""
    yield condition.evidence
    flags = concerned(result, condition)
    for one in flags[:_MOST]:
        flag = one.flag
        yield f"{place_of(flag)} {flag.severity.word} {flag.rule}: {said(flag)}"
    if len(flags) > _MOST:
        yield f"and {counted(len(flags) - _MOST, 'more flag')}"
