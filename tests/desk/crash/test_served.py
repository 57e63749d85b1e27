"""The desk that tests serve does not depend on a port that was free a moment ago."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.conftest import WITHOUT_ESTIMATE
from tests.desk.crash.served import NotServedError, Served, free_port

pytestmark = pytest.mark.desk


def test_a_port_that_was_taken_since_is_left_to_others(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as other:
        taken = other.getsockname()[1]
        address, log = str(tmp_path / "desk.db"), tmp_path / "desk.log"
        desk = Served(address, log, environment=WITHOUT_ESTIMATE, port=taken)
        try:
            desk.start()
            assert desk.port != taken
            assert desk.answers()
        finally:
            assert desk.stop() == 0
        desk.port = taken
        with pytest.raises(NotServedError, match="is taken"):
            desk.start()
        assert desk.port == taken, "who knew it there would not find it elsewhere"
