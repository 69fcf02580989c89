"""People and their roles as a table: who holds what where, who last signed in when, as a page, a CSV and from one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.cell_text import plain
from goldthread.council.command import Refused, command
from goldthread.council.models import Membership, Person, Team
from goldthread.council.people.commands import add_person, add_role
from goldthread.council.people.permissions import DISCIPLINES, ROLES, TEAM_ROLES
from goldthread.sheets import Limits, SheetError, match_columns, open_sheet

COLUMNS = (
    "Name", "Email address", "Job title", "Discipline", "Role", "Team", "Board", "Status", "Last sign-in",
)  # fmt: skip
MOST_ROWS = 2000
_LIMITS = Limits(file_bytes=2_000_000)
_FIELDS = {
    "name": ("full name", "person", "user"),
    "email": ("email address", "e-mail", "work email", "work email address"),
    "job_title": ("job", "title", "post"),
    "discipline": ("profession",),
    "role": ("roles", "goldthread role"),
    "team": ("team name",),
    "board": ("forum",),
}
_LONGEST = {"name": 120, "job_title": 120, "board": 120, "email": 254}


def people_of(person: Person) -> QuerySet[Person]:
    """Return the people of a council, by name, each with their account and roles."""
    people = Person.objects.visible_to(person).filter(is_system=False)
    return people.select_related("account").prefetch_related("memberships__team").order_by("name", "pk")


def last_sign_in(person: Person) -> Any:
    """Return the day on which somebody last signed in, here or at another council; None where never."""
    at = person.account.last_login if person.account else None
    return timezone.localdate(at) if at else None


def export_rows(people: Sequence[Person]) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each role of each person, under `COLUMNS`."""
    for person in people:
        held: list[Membership | None] = [*person.memberships.all()] or [None]
        for role in held:
            yield (
                person.name,
                person.account.email if person.account else "",
                person.job_title,
                person.get_discipline_display() if person.discipline else "",
                ROLES[role.role] if role else "",
                role.team.name if role and role.team else "",
                role.board if role else "",
                "Active" if person.is_active else "Deactivated",
                last_sign_in(person),
            )


def matrix(people: Sequence[Person]) -> tuple[list[str], list[tuple[Person, list[str]]]]:
    """Return the roles that anybody holds, and for each person where they hold each of them."""
    held = {membership.role for person in people for membership in person.memberships.all()}
    roles = [role for role in ROLES if role in held]
    rows = []
    for person in people:
        where: dict[str, list[str]] = {}
        for each in person.memberships.all():
            where.setdefault(each.role, []).append(each.board or (each.team.name if each.team else "All"))
        rows.append((person, [", ".join(sorted(where.get(role, ()))) for role in roles]))
    return [ROLES[role] for role in roles], rows


@dataclass(frozen=True)
class PersonRow:
    """A row of a file, ready: a new person, or a further role of one who is here."""

    row: int
    name: str
    email: str
    job_title: str
    discipline: str
    role: str
    team: Team | None
    board: str
    person: Person | None = None

    @property
    def in_words(self) -> str:
        """Return what the row does, for the preview."""
        where = self.board or (self.team.name if self.team else "whole council")
        what = "further role" if self.person else "new user"
        return f"{what}: {ROLES[self.role]}, {where}"


@dataclass
class PeopleFile:
    """What a file of people holds: rows that do something, how many that are here already, and rows with errors."""

    ready: list[PersonRow] = field(default_factory=list)
    here: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def read_people(by: Person, file: BinaryIO, filename: str) -> PeopleFile:
    """Return what a file of people holds; raises SheetError for a file that is no such table."""
    found = PeopleFile()
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        mapping = match_columns(sheet.columns, _FIELDS)
        missing = [name for name in ("name", "role") if not mapping.get(name)]
        if missing:
            raise SheetError(
                f"There is no column called {' and none called '.join(missing)}.",
                "The first row must have the headings Name, Email address, Job title, Role, Team and Board.",
            )
        reader = _Reader(by)
        for number, row in enumerate(sheet.rows()):
            if number >= MOST_ROWS:
                raise SheetError(
                    f"The file has more than {MOST_ROWS:,} rows.", "Split it, and import each part."
                )
            cells = {
                name: " ".join(str(row.cells.get(column) or "").split()) if column else ""
                for name, column in ((name, mapping.get(name)) for name in _FIELDS)
            }
            if not any(cells.values()):
                continue
            try:
                each = reader.read(row.number, cells)
            except Refused as refused:
                found.errors.append((row.number, str(refused)))
                continue
            if each is None:
                found.here += 1
            else:
                found.ready.append(each)
    return found


class _Reader:
    """Reads rows against the people, teams and roles that there are."""

    def __init__(self, by: Person) -> None:
        self._roles = {plain(text): slug for slug, name in ROLES.items() for text in (slug, name)}
        disciplines = ((text, slug) for slug, name in DISCIPLINES.items() for text in (slug, name))
        self._disciplines = {plain(text): slug for text, slug in disciplines}
        teams = Team.objects.visible_to(by).filter(is_active=True)
        self._teams = {plain(text): team for team in teams for text in (team.slug, team.name)}
        self._people = {p.account.email: p for p in people_of(by) if p.account}
        self._seen: set[tuple[str, str, Any, str]] = set()
        for person in self._people.values():
            for each in person.memberships.all():
                self._seen.add((person.account.email, each.role, each.team_id, plain(each.board)))

    def read(self, number: int, cells: dict[str, str]) -> PersonRow | None:
        """Return a row, None where all of it is so already; raises Refused in words fit to show."""
        for name, most in _LONGEST.items():
            if len(cells[name]) > most:
                raise Refused(f"The {name.replace('_', ' ')} has more than {most} characters.")
        if not cells["name"]:
            raise Refused("There is no name in this row.")
        email = cells["email"].lower()
        try:
            validate_email(email)
        except ValidationError:
            raise Refused("The email address is missing, or is none.") from None
        role = self._roles.get(plain(cells["role"]))
        if role is None:
            raise Refused(
                f"There is no role called {cells['role']}." if cells["role"] else "There is no role."
            )
        team = self._teams.get(plain(cells["team"])) if cells["team"] else None
        if cells["team"] and team is None:
            raise Refused(f"There is no team called {cells['team']}.")
        if role in TEAM_ROLES and team is None:
            raise Refused(f"A {ROLES[role].lower()} needs a team.")
        if cells["board"] and role != "board_member":
            raise Refused("Only a board member has a board.")
        discipline = self._disciplines.get(plain(cells["discipline"]), "")
        if cells["discipline"] and not discipline:
            raise Refused(f"There is no discipline called {cells['discipline']}.")
        person = self._people.get(email)
        if person is not None and not person.is_active:
            raise Refused("This user is deactivated. Reactivate them on their page first.")
        key = (email, role, team.pk if team else None, plain(cells["board"]))
        if key in self._seen:
            return None
        self._seen.add(key)
        return PersonRow(
            number, cells["name"], email, cells["job_title"], discipline, role, team, cells["board"], person
        )


@command("council.manage")
def import_people(*, by: Person, rows: Sequence[PersonRow]) -> list[Person]:
    """Import users and roles from a file: nobody is changed, deactivated or loses a role by it."""
    added: dict[str, Person] = {}
    for row in rows:
        where = {"role": row.role, "team": row.team, "board": row.board}
        person = row.person or added.get(row.email)
        if person is not None:
            add_role(by=by, person=person, **where)
            continue
        added[row.email] = add_person(
            by=by,
            name=row.name,
            email=row.email,
            job_title=row.job_title,
            discipline=row.discipline,
            **where,
        )
    return list(added.values())
