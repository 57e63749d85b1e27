"""What people say in forms."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from pydantic import Field

_MOST = 2**31 - 1
"""Whatever fits into a body. With a limit, pydantic looks at the text and refuses half a character
(a lone surrogate), which a form's charset can make and nothing can keep or send."""
Text = Annotated[str, Field(max_length=_MOST)]
"""A text of whole characters."""
Said = Annotated[str, Form(max_length=_MOST)]
"""The same as a form's field."""
