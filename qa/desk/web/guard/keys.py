"""The desk's own secret, by which it knows what it signed."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from qa.desk.people.digests import new_secret
from qa.desk.store.database import Database
from qa.desk.store.people import Setting

_NAME = "key"


def desk_key(database: Database) -> bytes:
    """The secret of a database's desk; made at the first start, so that pages outlive a restart."""
    try:
        with database.writing() as session:
            if (kept := session.get(Setting, _NAME)) is None:
                kept = Setting(name=_NAME, value={"secret": new_secret()})
                session.add(kept)
                session.flush()
            return str(kept.value["secret"]).encode()
    except IntegrityError:  # another server of the same desk was quicker
        return desk_key(database)
