"""The manual: a page a rule, and an index by kind and by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from corpora.text import Side
from qa.check import Check, Example
from qa.language import Language, known_languages, load
from qa.plugins import CHECKS, Plugin, discover

INDEX = "README.md"
SECTIONS = {
    "calque": "calques",
    "false-friend": "false_friends",
    "grammar": "grammar",
    "redundant-wording": "redundant",
    "official-spelling": "spelling",
    "word-order-pattern": "word_order",
}
"""The rules whose knowledge is a section of the language files."""


def page(plugin: Plugin[Check]) -> str:
    """A rule's page as Markdown: what its docstring says, and its examples."""
    check = plugin.value
    facts = f"{check.severity.word} · {check.category} · confidence {check.confidence:.0%}"
    if check.optional:
        facts += " · off unless selected"
    if check.needs:
        facts += f" · needs the {' or the '.join(sorted(check.needs))}"
    bad = [_example(example) for example in check.bad]
    good = [_example(example) for example in check.good]
    return "\n".join(
        [f"# {plugin.id}", "", facts, "", plugin.doc, "", "## Bad", "", *bad, "## Good", "", *good]
    )


def pages() -> Mapping[str, str]:
    """The files of `docs/rules/` by name; only the rules that come with copydesk."""
    ours = {
        rule: plugin
        for rule, plugin in discover(CHECKS).items()
        if plugin.module.startswith(f"{CHECKS.package}.")
    }
    written = {f"{rule}.md": f"{page(plugin).rstrip()}\n" for rule, plugin in ours.items()}
    return {INDEX: "\n".join(_index(ours)), **written}


def _example(example: Example) -> str:
    lines = [f"    {line}" for line in example.mt.splitlines()]
    for side, text in ((Side.SOURCE, example.source), (Side.REFERENCE, example.reference)):
        if text:
            lines += [f"    ({side}) {line}" for line in text.splitlines()]
    return "\n".join([*lines, ""])


def _index(rules: Mapping[str, Plugin[Check]]) -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield "Written by `python docs/rules.py` from the rules themselves; `copydesk explain RULE`"
    yield "prints the same pages."
    kinds: dict[str, list[Plugin[Check]]] = defaultdict(list)
    for plugin in rules.values():
        kinds[plugin.value.category.partition("/")[0]].append(plugin)
    for kind, plugins in sorted(kinds.items()):
        yield from ("", f"## {kind.capitalize()}", "", "| rule | severity | needs | finds |")
        yield "|---|---|---|---|"
        yield from map(_row, plugins)
    yield from _by_language()


def _row(plugin: Plugin[Check]) -> str:
    check = plugin.value
    needs = " or ".join(sorted(check.needs)) or "–"
    off = " (off)" if check.optional else ""
    summary = plugin.doc.splitlines()[0]
    return f"| [{plugin.id}]({plugin.id}.md){off} | {check.severity.word} | {needs} | {summary} |"


def _by_language() -> Iterator[str]:
    """How many wordings each language file lists, for each rule that looks for them."""
    yield from ("", "## By language", "")
    yield "How many wordings the language files list; the other rules work in every language."
    yield from ("", "| language | " + " | ".join(SECTIONS) + " | spelling checked |")
    yield "|---|" + "---|" * (len(SECTIONS) + 1)
    for code in known_languages():
        language = load(code)
        counts = [str(len(entries(language, rule))) for rule in SECTIONS]
        spelling = "yes" if language.checks_spelling else "no"
        yield f"| {language.name} (`{code}`) | " + " | ".join(counts) + f" | {spelling} |"
    yield ""


def entries(language: Language, rule: str) -> tuple[object, ...]:
    """The wordings that a language file lists for a rule."""
    found: tuple[object, ...] = getattr(language, SECTIONS[rule])
    return found
