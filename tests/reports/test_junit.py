"""JUnit XML, read back by a public parser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from junitparser import Error, Failure, JUnitXml, TestSuite
from lxml import etree

from corpora.text import Severity
from reports.concerned import concerned
from reports.legible import xml_text
from reports.result import Condition, Outcome, Result, Verdict
from reports.writer import Style
from reports.writers.junit import writer
from tests.reports.ci_samples import TEXTS, dated, hostile, many, two_portions
from tests.reports.html_samples import everything, result


def _suites(value: Result) -> list[TestSuite]:
    return list(JUnitXml.fromstring(writer.render(value, Style())))


def test_a_condition_is_a_case() -> None:
    (suite,) = _suites(everything())
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("copydesk", 2, 1, 0)
    failed, passed = suite
    assert (failed.name, failed.classname) == ("critical=0", "copydesk")
    assert [type(one) for one in failed.result] == [Failure]
    assert failed.result[0].message == "1 critical flag, none allowed"
    assert (passed.is_passed, passed.system_out) == (True, "BLEU is 32.1")


def test_a_portion_is_a_suite_and_an_error_no_failure() -> None:
    first, second = _suites(two_portions())
    assert (first.name, first.tests, first.failures, first.errors) == ("news, new", 2, 1, 0)
    assert (second.name, second.tests, second.failures, second.errors) == ("news, other", 1, 0, 1)
    (case,) = second
    assert [type(one) for one in case.result] == [Error]
    root = JUnitXml.fromstring(writer.render(two_portions(), Style()))
    assert (root.tests, root.failures, root.errors) == (3, 1, 1)


def test_nothing_tells_the_time() -> None:
    root = etree.fromstring(writer.render(two_portions(), Style()))
    assert {node.get("time") for node in root.iter() if "time" in node.attrib} == {"0"}
    assert not any("timestamp" in node.attrib for node in root.iter())


def test_the_flags_that_a_condition_is_about_are_listed() -> None:
    failed, passed = _suites(two_portions())[0]
    assert failed.result[0].text.splitlines()[1:] == [
        "mt.txt:1:4 minor calque: ‘membayar perhatian’: a calque → memberi perhatian"
    ]
    assert passed.is_passed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("no flag of severity major or worse", [Severity.MAJOR]),
        ("at most 5 flags per 1,000 words", [Severity.MAJOR, Severity.MINOR, Severity.MINOR]),
        ("no new flag of severity neutral or worse", [Severity.MINOR]),
        ("no new flag of rule calque", [Severity.MINOR]),
        ("no flag of rule fluency", [Severity.MAJOR, Severity.MINOR, Severity.MINOR]),
        ("no flag of rule other", []),
        ("BLEU at least 30", []),
    ],
)
def test_a_conditions_name_says_which_flags_it_is_about(
    name: str, expected: list[Severity]
) -> None:
    found = concerned(dated(), Condition(name, Outcome.FAIL, ""))
    assert [one.flag.severity for one in found] == expected


def test_only_the_portions_own_flags_are_listed() -> None:
    other = Condition("no flag of severity minor or worse", Outcome.FAIL, "", "news, other")
    assert concerned(two_portions(), other) == ()
    assert len(concerned(two_portions(), replace(other, portion="news, new"))) == 3


def test_at_most_twenty_flags_are_listed() -> None:
    condition = Condition("no flag of severity minor or worse", Outcome.FAIL, "many")
    (suite,) = _suites(result(*many(50), verdict=Verdict((condition,))))
    (case,) = suite
    lines = case.result[0].text.splitlines()
    assert (len(lines), lines[-1]) == (22, "and 30 more flags")


def test_without_conditions_there_is_one_empty_suite() -> None:
    (suite,) = _suites(result(verdict=Verdict(())))
    assert (suite.name, suite.tests) == ("copydesk", 0)


@given(text=TEXTS)
@settings(max_examples=60)
def test_any_text_makes_xml_and_comes_back(text: str) -> None:
    root = etree.fromstring(writer.render(hostile(text), Style()))
    failure, error = (*root.iter("failure"), *root.iter("error"))
    shown = xml_text(text)
    assert (failure.get("message"), error.get("message")) == (shown, shown)
    assert error.getparent().get("name") == shown
    assert failure.text.startswith(shown)


@given(text=TEXTS)
def test_what_xml_can_carry_stays_as_it_is(text: str) -> None:
    assert len(xml_text(text)) == len(text)
    if text.isprintable():
        assert xml_text(text) == text
