from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from qa.desk.store.database import Database
from tests.desk.api.apps import HOST, api_app


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with TestClient(api_app(database), base_url=f"http://{HOST}") as found:
        yield found
