"""Settings: people as a matrix and a file, with a preview; each change in the audit log with before and after."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Council, Membership, Person
from goldthread.council.people.commands import add_role, deactivate_person, remove_role
from goldthread.council.people.demanded_codes import demand_codes
from goldthread.council.settings import people_table
from goldthread.council.settings.commands import set_retention
from goldthread.council.settings.people_table import import_people, read_people
from goldthread.themes.safeguarding.commands import choose_share

pytestmark = pytest.mark.django_db
HEADINGS = "Name,Email address,Job title,Discipline,Role,Team,Board\n"


@pytest.fixture
def admin(avonshire):
    return avonshire.person("administrator")


def _read(admin, *lines: str):
    content = HEADINGS + "\n".join(lines)
    return read_people(admin, io.BytesIO(content.encode()), "people.csv")


def test_a_file_is_looked_at_before_anything_is_done(avonshire, admin):
    grace = avonshire.person("grace-adeyinka")
    found = _read(
        admin,
        "Ann Lee,ann.lee@avonshire.example,Social worker,Social work,Practitioner,Locality South,",
        "Ann Lee,ann.lee@avonshire.example,Social worker,,Quality lead,,",
        f"Grace Adeyinka,{grace.account.email},,,Quality lead,,",
        f"Grace Adeyinka,{grace.account.email},,,Director,,",
        "Bo Ray,not an address,,,Director,,",
        "Bo Ray,bo@avonshire.example,,,Emperor,,",
        "Bo Ray,bo@avonshire.example,,,Practitioner,,",
        "Bo Ray,bo@avonshire.example,,,Practitioner,Nowhere,",
        "Bo Ray,bo@avonshire.example,,,Director,,Carers board",
        ",bo@avonshire.example,,,Director,,",
    )
    assert [(row.row, row.name) for row in found.ready] == [
        (2, "Ann Lee"), (3, "Ann Lee"), (5, "Grace Adeyinka"),
    ]  # fmt: skip
    assert found.here == 1
    assert [row for row, _ in found.errors] == [6, 7, 8, 9, 10, 11]
    assert found.errors[1][1] == "There is no role called Emperor."
    assert not Person.objects.filter(name="Ann Lee").exists()

    added = import_people(by=admin, rows=found.ready)
    assert [person.name for person in added] == ["Ann Lee"]
    roles = {(m.role, m.team and m.team.slug) for m in Membership.objects.filter(person=added[0])}
    assert roles == {("practitioner", "locality-south"), ("quality_lead", None)}
    assert Membership.objects.filter(person=grace, role="director").exists()
    assert _read(admin, *[]).ready == []


def test_an_export_goes_back_in_and_changes_nothing(avonshire, admin):
    page = avonshire.client("administrator").get(reverse("export_people"))
    found = read_people(admin, io.BytesIO(page.content), "people.csv")
    with_account = Membership.objects.filter(council=admin.council, person__account__isnull=False)
    assert (found.ready, found.here) == ([], with_account.filter(person__is_active=True).count())


def test_whoever_left_does_not_come_back_by_a_file(avonshire, admin):
    tom = avonshire.person("tom-wheelhouse")
    deactivate_person(by=admin, person=tom)
    found = _read(admin, f"Tom,{tom.account.email},,,Director,,")
    assert "deactivated" in found.errors[0][1]


def test_the_page_shows_and_then_does_it(avonshire):
    client = avonshire.client("administrator")
    content = HEADINGS + "Ann Lee,ann.lee@avonshire.example,,,Director,,\n"
    file = SimpleUploadedFile("people.csv", content.encode())
    page = client.post(reverse("import_people"), {"file": file}).content.decode()
    assert "new user: Director" in page and not Person.objects.filter(name="Ann Lee").exists()
    sent = page.split('name="rows" value="')[1].split('"')[0]
    page = client.post(reverse("import_people"), {"rows": sent}, follow=True).content.decode()
    assert "1 users and 0 further roles added" in page
    page = client.post(reverse("import_people"), {"rows": sent[:-3] + "abc"}, follow=True).content.decode()
    assert "Choose the file again" in page


def test_the_matrix_says_where_each_role_is_held_and_who_never_signed_in(avonshire, admin):
    people = list(people_table.people_of(admin))
    roles, rows = people_table.matrix(people)
    farida = next(where for person, where in rows if person.name == "Farida Hussein")
    team = avonshire.person("farida-hussein").memberships.get().team.name
    assert farida[roles.index("Team manager")] == team
    client = avonshire.client("administrator")
    for name in ("settings", "role_matrix", "permissions", "retention"):
        assert client.get(reverse(name)).status_code == 200
        assert avonshire.client("quality_lead").get(reverse(name)).status_code == 403


def test_a_period_is_set_with_its_source_and_the_log_says_before_and_after(admin):
    with pytest.raises(Refused, match="rests on"):
        set_retention(by=admin, schedule="voice", years=3, source="ours")
    with pytest.raises(Refused, match="1 to 30"):
        set_retention(by=admin, schedule="voice", years=31, source="Retention schedule of 2026")
    with pytest.raises(Refused, match="cannot be set"):
        set_retention(by=admin, schedule="draft", years=3, source="Retention schedule of 2026")
    set_retention(by=admin, schedule="voice", years=3, source="Retention schedule of 2026")
    council = Council.objects.get(pk=admin.council_id)
    assert council.retention_years == {"voice": {"years": 3, "source": "Retention schedule of 2026"}}
    line = AuditLine.objects.filter(council=admin.council, command="council.set_retention").last()
    [[what, before, after]] = line.detail["changes"]
    assert (before, after) == ("2", "3") and what.startswith("Words of a survey")
    set_retention(by=admin, schedule="voice", years=None)
    assert Council.objects.get(pk=admin.council_id).retention_years == {}


def test_a_shorter_period_says_first_what_the_night_would_delete(avonshire):
    client = avonshire.client("administrator")
    address = reverse("change_retention", args=["voice"])
    given = {"years": 1, "source": "Retention schedule of 2026"}
    page = client.post(address, given).content.decode()
    assert "The next night would delete" in page
    assert Council.objects.get(slug="avonshire").retention_years == {}
    confirmed = page.split('name="confirmed" value="')[1].split('"')[0]
    client.post(address, {**given, "confirmed": confirmed})
    assert Council.objects.get(slug="avonshire").retention_years["voice"]["years"] == 1
    assert "Retention schedule of 2026" in client.get(reverse("retention")).content.decode()


def test_the_log_says_of_a_setting_what_it_was_and_what_it_is(avonshire, admin):
    choose_share(by=admin, share=20)
    demand_codes(by=admin, everybody=True)
    person = avonshire.person("tom-wheelhouse")
    remove_role(by=admin, membership=add_role(by=admin, person=person, role="director"))
    lines = AuditLine.objects.filter(council=admin.council).order_by("-number")[:4]
    assert [line.detail["changes"] for line in reversed(lines)] == [
        [["Raised of 100", "15", "20"]],
        [["2-step verification of", "administrators", "everybody"]],
        [["Role", "", "Director of adult social services, whole council"]],
        [["Role", "Director of adult social services, whole council", ""]],
    ]
    page = avonshire.client("administrator").get(reverse("audit")).content.decode()
    assert "Raised of 100: 15 → 20" in page
