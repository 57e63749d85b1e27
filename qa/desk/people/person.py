"""Who is asking, as all but the tables see them."""

from __future__ import annotations

from dataclasses import dataclass

from qa.desk.errors import ForbiddenError
from qa.desk.words import Role


@dataclass(frozen=True, slots=True)
class Person:
    """A person who is known to the desk."""

    id: int
    name: str
    role: Role

    def need(self, role: Role) -> None:
        """Raise ForbiddenError unless the person may do what this role may."""
        if not self.role.includes(role):
            raise ForbiddenError(f"this needs the role '{role}'; yours is '{self.role}'")
