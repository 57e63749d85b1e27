"""Files that come in, and what became of files and feeds."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import File, Form, UploadFile

from qa.desk.errors import NotThereError
from qa.desk.queue.adding import FIELDS, add_intake
from qa.desk.queue.texts import LONGEST_NAME, first_line
from qa.desk.store.work import Intake
from qa.desk.web.api.answers import IntakeAnswer, intake_answer
from qa.desk.web.api.bodies import Sent
from qa.desk.web.api.shared import IntakeId, Key, Language, part_of_api
from qa.desk.web.context import Editor, Reader, TheDesk

router = part_of_api("articles")


class SentFile(Sent):
    """A file, in any format that copydesk reads, and what is said of all articles in it."""

    language: Language = ""
    source_language: Language = ""
    file: Annotated[
        UploadFile,
        File(
            description="Text, XLIFF, TMX, DOCX, JSON lines …",
            json_schema_extra={"format": "binary", "minLength": 1},
        ),
    ]


Multipart = Annotated[SentFile, Form(media_type="multipart/form-data")]


@router.post("/files", status_code=HTTPStatus.ACCEPTED)
def post(desk: TheDesk, person: Editor, key: Key, sent: Multipart) -> IntakeAnswer:
    """Send a file, of which a worker makes articles."""
    payload = sent.file.file.read()
    name = PurePosixPath((sent.file.filename or "").replace("\\", "/")).name
    fields = sent.model_dump(include=set(FIELDS))
    with desk.database.writing() as session:
        shown = first_line(name[-LONGEST_NAME:], LONGEST_NAME)
        return intake_answer(add_intake(session, person, shown, payload, fields, key))


@router.get("/intakes/{intake_id}")
def get(intake_id: IntakeId, desk: TheDesk, person: Reader) -> IntakeAnswer:  # noqa: ARG001
    """What became of a file or a feed."""
    with desk.database.reading() as session:
        intake = session.get(Intake, intake_id)
        if intake is None:
            raise NotThereError("nothing came in under this number")
        return intake_answer(intake)
