"""What programs send to the API."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic.config import JsonDict

from qa.desk.editing.acts import LONGEST_TEXT as LONGEST_SEGMENT
from qa.desk.queue.adding import NewArticle
from qa.desk.queue.filters import LAST_PAGE, MOST_ROWS, OLDEST, PAGE_SIZE, Filters, Shown
from qa.desk.queue.texts import ADDRESS, LONGEST_ADDRESS, LONGEST_TEXT, SHOWN, TEXT
from qa.desk.web.api.shared import Language, Line, Words

_LONGEST_REASON = 2_000
_EXAMPLE: JsonDict = {
    "mt": "Presiden menandatangani undang-undang itu pada hari Senin.",
    "source": "Президент заңға дүйсенбіде қол қойды.",
    "language": "id",
    "source_language": "kk",
    "name": "astana-2025-118",
    "title": "Presiden menandatangani undang-undang",
    "system": "nightly",
    "origin": "Kazinform",
    "desk": "world",
}
_FEED: JsonDict = {"feed": "https://news.example/rss.xml", "language": "id", "desk": "world"}
Text = Annotated[str, Field(pattern=TEXT, max_length=LONGEST_TEXT)]


class Sent(BaseModel):
    """What may be said of anything that comes in; other names are refused."""

    model_config = ConfigDict(extra="forbid")

    system: Line = Field("", description="What produced the translation.")
    origin: Line = Field("", description="Where it came from: an agency, a feed.")
    desk: Line = Field("", description="Who it is for.")


class InLanguages(Sent):
    """What may be said in JSON, too; null is as if it was not said."""

    language: Language | None = None
    source_language: Language | None = None


class NewText(InLanguages):
    """A translation: alone, with its source, and with a human's reference."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    mt: str = Field(
        pattern=SHOWN, max_length=LONGEST_TEXT, description="The translation, a paragraph a line."
    )
    source: Text | None = None
    reference: Text | None = None
    name: Line = Field(
        "",
        description="The story's name: another translation of that name replaces this one. "
        "Without a name it replaces none, and none replaces it.",
    )
    title: Line = Field("", description="Without one, the translation's first line.")

    def article(self) -> NewArticle:
        """The same for the desk."""
        return NewArticle(**self.model_dump())


class NewFeed(InLanguages):
    """An RSS or Atom feed, whose items are translations."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_FEED]})

    feed: str = Field(pattern=ADDRESS, max_length=LONGEST_ADDRESS, description="Its address.")


def _kind(sent: object) -> str:
    is_feed = isinstance(sent, NewFeed) or (isinstance(sent, dict) and "feed" in sent)
    return "feed-of" if is_feed else "one"


NewOne = Annotated[
    Annotated[NewText, Tag("one")] | Annotated[NewFeed, Tag("feed-of")], Discriminator(_kind)
]


def _number(value: object) -> object:
    """A number of JSON, which has no whole ones of its own; not what could be read as one."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError("not a number")
    return value


class Narrowed(BaseModel):
    """What narrows the queue down; empty is everything."""

    model_config = ConfigDict(extra="forbid")

    language: Line = ""
    origin: Line = ""
    desk: Line = Field("", examples=["world"])
    hours: Annotated[int | None, BeforeValidator(_number)] = Field(
        None, ge=1, le=OLDEST, description="The greatest age."
    )
    words: Words = Field("", description="Words that must all occur in the title or a text.")

    def filters(self) -> Filters:
        """The same for the desk."""
        return Filters(**self.model_dump())


class Asked(Narrowed):
    """Which page of the queue."""

    hours: int | None = Field(None, ge=1, le=OLDEST, description="The greatest age.")
    state: Shown = Field(Shown.WAITING, description="`waiting` includes what is `held`.")
    mine: Literal["true", "false"] = Field(
        "false", examples=["true"], description="Only what you have open or have signed off."
    )
    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(PAGE_SIZE, ge=1, le=MOST_ROWS)

    def filters(self) -> Filters:
        """The same for the desk."""
        return Filters(**{**self.model_dump(), "mine": self.mine == "true"})


class Claim(BaseModel):
    """How to open an article. With `force` an admin takes it over from who has it open.

    Who has given no sign of life for half an hour has it no longer, for anybody.
    """

    model_config = ConfigDict(extra="forbid")

    force: bool = Field(default=False, strict=True, examples=[True])


class Dismissal(BaseModel):
    """Why a flag is wrong."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "a name"}]}
    )

    reason: str = Field("", pattern=TEXT, max_length=_LONGEST_REASON)


class NewWords(BaseModel):
    """A segment's text. With `before`, it is written only if that still stands there."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "So.", "before": "So, so."}]}
    )

    text: str = Field(pattern=TEXT, max_length=LONGEST_SEGMENT)
    before: Text | None = None
