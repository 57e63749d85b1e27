"""A desk for editing, whose rules are a toy."""

from __future__ import annotations

import pytest

from qa.desk.editing.editor import Editor
from qa.desk.store.database import Database
from tests.desk.editing.toy import Toy


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
def desk(database: Database, toy: Toy) -> Editor:
    return Editor(database, toy)
