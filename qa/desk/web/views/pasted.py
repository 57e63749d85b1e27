"""What the form for a new article holds, as it was filled in."""

from __future__ import annotations

from pydantic import BaseModel

from qa.desk.queue.adding import FIELDS, NewArticle
from qa.desk.web.views.said import Text

TEXTS = ("mt", "source", "reference")


class Pasted(BaseModel):
    """A form that was sent: every field is a text, empty where nothing was said."""

    mt: Text = ""
    source: Text = ""
    reference: Text = ""
    title: Text = ""
    name: Text = ""
    language: Text = ""
    source_language: Text = ""
    system: Text = ""
    origin: Text = ""
    desk: Text = ""
    feed: Text = ""

    def article(self) -> NewArticle:
        """The article that was pasted; a browser's line ends (CRLF) as they are in texts."""
        texts = {name: getattr(self, name).replace("\r\n", "\n") for name in TEXTS}
        return NewArticle(
            mt=texts["mt"],
            source=texts["source"] or None,
            reference=texts["reference"] or None,
            title=self.title,
            name=self.name,
            **{name: getattr(self, name) for name in FIELDS},
        )

    def fields(self) -> dict[str, str | None]:
        """What was said of all articles in a file or a feed."""
        return {name: getattr(self, name) or None for name in FIELDS}
