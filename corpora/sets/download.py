"""One file over HTTP: it goes on where it stopped, waits and tries again, and gives up in the end.

What has arrived stands in a `.part` file; beside it, the server's mark of the version (`ETag`),
without which parts of two versions could be put together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from corpora.errors import InputError
from corpora.sets.remote import RemoteFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import Response, Session

Progress = Callable[[int, int | None], None]
"""Is told how many bytes there are, and how many there will be if that is known."""
_CHUNK = 2**16
_WORTH_IT = 2**20
_LONGEST_PAUSE = 10.0
_BUSY = (429, 500, 502, 503, 504)
_OK, _PARTIAL, _UNSATISFIABLE, _MISSING, _REFUSED = 200, 206, 416, (404, 410), (401, 403)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: seconds for a connection and for data, tries, and the pause between them.

    A server that sends fewer than `slowest` bytes a second for `data` seconds counts as silent.
    """

    connect: float = 10.0
    data: float = 30.0
    tries: int = 5
    pause: float = 0.5
    slowest: float = 256.0


class UnreachableError(InputError):
    """A host that cannot be reached: nothing is wrong with the set."""


class _BrokenOffError(Exception):
    """A connection that ended too soon; one can go on."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is to be fetched into a part file."""

    file: RemoteFile
    part: Path
    patience: Patience
    progress: Progress

    def run(self) -> None:
        """Fetch until it is whole. Raises InputError; what has arrived stays."""
        if self.file.size and self._size() == self.file.size:
            return
        tries = 0
        with _session(self.patience) as session:
            while True:
                before = self._size()
                try:
                    self._go_on(session)
                except _BrokenOffError as error:
                    tries = 1 if self._size() - before > _WORTH_IT else tries + 1
                    if tries >= self.patience.tries:
                        raise self._gave_up(error, tries) from None
                    time.sleep(min(_LONGEST_PAUSE, self.patience.pause * 2 ** (tries - 1)))
                else:
                    self._mark.unlink(missing_ok=True)
                    return

    @property
    def _mark(self) -> Path:
        return self.part.with_name(f"{self.part.name}.mark")

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _gave_up(self, error: Exception, tries: int) -> InputError:
        what = f"{error}, {tries} times; {self._size():,} bytes are here"
        return InputError(self.file.url, what, fix="the same command goes on from there")

    def _go_on(self, session: Session) -> None:
        start, headers = self._size(), {"Accept-Encoding": "identity"}
        mark = self._mark.read_text(encoding="ascii") if self._mark.exists() else ""
        if start and (mark or self.file.digest):
            headers["Range"] = f"bytes={start}-"
            if mark:
                headers["If-Range"] = mark
        with _asked(session, self.file.url, headers, self.patience) as response:
            self._receive(response, start if "Range" in headers else 0)

    def _receive(self, response: Response, start: int) -> None:
        if response.status_code == _UNSATISFIABLE or not _fits(response, start):
            self.part.unlink(missing_ok=True)
            raise _BrokenOffError("the part that is here is not a part of what is there now")
        if response.status_code not in {_OK, _PARTIAL}:
            raise _bad_answer(self.file.url, response)
        start = start if response.status_code == _PARTIAL else 0
        if not start:
            self._mark.write_text(_mark_of(response), encoding="ascii", errors="ignore")
        length = response.headers.get("Content-Length", "")
        total = start + int(length) if length.isdecimal() else None
        self._expect(total)
        with self.part.open("ab" if start else "wb") as file:
            self._copy(response, file, start, total)

    def _expect(self, total: int | None) -> None:
        if self.file.size and total and total != self.file.size:
            what = f"has {total:,} bytes and should have {self.file.size:,}"
            raise InputError(self.file.url, what, fix="its publishers have changed it")

    def _copy(self, response: Response, file: BinaryIO, start: int, total: int | None) -> None:
        size, pace = start, _Pace(self.patience)
        for data in _chunks(response):
            file.write(data)
            size += len(data)
            pace.check(len(data))
            self.progress(size, total)


@dataclass(slots=True)
class _Pace:
    """Watches that bytes keep coming; one now and then would go on for ever."""

    patience: Patience
    since: float = 0.0
    bytes: int = 0

    def check(self, more: int) -> None:
        """Count bytes. Raises _BrokenOffError where there are too few."""
        now = time.monotonic()
        self.since = self.since or now
        self.bytes += more
        passed = now - self.since
        if passed >= self.patience.data:
            if self.bytes < self.patience.slowest * passed:
                least = f"{self.patience.slowest:,.0f} bytes a second"
                raise _BrokenOffError(f"it sends fewer than {least}")
            self.since, self.bytes = now, 0


def _session(patience: Patience) -> Session:
    import requests  # noqa: PLC0415 — slow, and most commands fetch nothing
    from requests.adapters import HTTPAdapter  # noqa: PLC0415
    from urllib3.util.retry import Retry  # noqa: PLC0415

    retry = Retry(
        total=patience.tries - 1, connect=1, backoff_factor=patience.pause,
        backoff_max=_LONGEST_PAUSE, status_forcelist=_BUSY, raise_on_status=False,
        respect_retry_after_header=False,
    )  # fmt: skip
    session = requests.Session()
    session.headers["User-Agent"] = "copydesk"
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


@contextmanager
def _asked(
    session: Session, url: str, headers: dict[str, str], patience: Patience
) -> Iterator[Response]:
    """The answer to one question. Raises InputError where there is none."""
    import requests  # noqa: PLC0415

    try:
        timeout = (patience.connect, patience.data)
        response = session.get(url, headers=headers, stream=True, timeout=timeout)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise _unreachable(url, error) from None
    except (requests.RequestException, ValueError) as error:
        raise InputError(url, f"cannot be asked for ({error})") from None
    with response:
        if url.startswith("https:") and not response.url.startswith("https:"):
            raise InputError(url, f"leads to {response.url}, where anybody could change it")
        yield response


def _chunks(response: Response) -> Iterator[bytes]:
    """The body as it comes in: a slow server is seen to be slow, and urllib3 counts the bytes."""
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    try:
        while data := response.raw.read1(_CHUNK, decode_content=False):
            yield data
    except (HTTPError, OSError) as error:
        name = "nothing came any more" if "timed out" in str(error) else "the connection broke"
        raise _BrokenOffError(name) from None


def _fits(response: Response, start: int) -> bool:
    """Whether a part begins where it was asked to."""
    given = response.headers.get("Content-Range", "")
    return response.status_code != _PARTIAL or given.startswith(f"bytes {start}-")


def _mark_of(response: Response) -> str:
    """What tells this version of a file from the next; nothing where the server does not say."""
    tag = response.headers.get("ETag", "")
    strong = "" if tag.startswith("W/") else tag
    return strong or response.headers.get("Last-Modified", "")


def _bad_answer(url: str, response: Response) -> InputError:
    status = response.status_code
    host = urlsplit(response.url).hostname
    what = f"{host} answers {status} {response.reason or ''}".strip()
    if status in _MISSING:
        return InputError(url, what, fix="the file has moved; see the set's homepage")
    if status in _REFUSED:
        return InputError(url, what, fix="it is not given to just anyone; see the set's homepage")
    return InputError(url, what, fix="try again later" if status in _BUSY else "")


def _unreachable(url: str, error: Exception) -> UnreachableError:
    request = getattr(error, "request", None)
    host = urlsplit(getattr(request, "url", None) or url).netloc
    text = repr(error).casefold()
    reasons = {
        "name or service": "its name is not known here", "resolve": "its name is not known here",
        "refused": "it refuses the connection", "timed out": "it does not answer",
        "certificate": "its certificate is not trusted", "proxy": "the proxy is in the way",
        "unreachable": "there is no way to it", "disconnected": "it hangs up",
        "aborted": "it hangs up", "reset": "it hangs up",
    }  # fmt: skip
    why = next((said for sign, said in reasons.items() if sign in text), type(error).__name__)
    return UnreachableError(url, f"{host} cannot be reached ({why})")
