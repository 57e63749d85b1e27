"""Reads an HTML page into a tree, for the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from reports.result import Result
from reports.writer import Style
from reports.writers.html import writer

VOID = {"meta", "input"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def all(self, tag: str, name: str = "") -> list[Node]:
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag and name in [
                    "",
                    *(child.attributes.get("class") or "").split(),
                ]:
                    found.append(child)
                found += child.all(tag, name)
        return found


class Reader(HTMLParser):
    """Fails on a tag that closes anything but what was opened last, so breaking out shows."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        assert len(attrs) == len(node.attributes)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def render(value: Result) -> str:
    return writer.render(value, Style())


def read(value: Result) -> Node:
    reader = Reader()
    reader.feed(render(value))
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]
