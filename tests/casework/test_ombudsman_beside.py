"""The ombudsman's register beside what was published, and what of it stands on whose home."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.ombudsman import commands, figures, queries
from goldthread.casework.ombudsman.figures import Count, OmbudsmanFigures, Share
from goldthread.council.command import OutsideTeam
from goldthread.dates import add_months, financial_year, period_end
from goldthread.impact.comparators.commands import Published, import_comparators
from goldthread.impact.comparators.models import About, Comparator
from tests.casework.cases import made
from tests.casework.test_ombudsman import answered, asked_about, decided

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def _today() -> datetime.date:
    return timezone.localdate()


def _year(upheld: int, investigated: int) -> OmbudsmanFigures:
    """Return a year of ours with so many upheld of so many, and nothing else."""
    start = add_months(financial_year(_today()), -12)
    share, none = Share(Count(upheld, ""), Count(investigated, "")), Share(Count(0, ""), Count(0, ""))
    return OmbudsmanFigures(
        first_day=start,
        last_day=period_end(start, 12),
        received=Count(0, ""),
        decided={},
        upheld=share,
        satisfactory=none,
        complied=none,
        complied_late=Count(0, ""),
        late=none,
    )


def _publish(cast, place: str, value: str, **fields) -> Comparator:
    start = add_months(financial_year(_today()), -12)
    new = Published(
        place=place,
        about=About.UPHELD,
        starts=start,
        ends=period_end(start, 12),
        value=Decimal(value),
        unit="%",
        source="Annual tables",
        **fields,
    )
    [saved] = import_comparators(by=cast.person("quality_lead"), published=[new], today=_today())
    cast.enter()
    return saved


# 15 of 20 are 75%, likely 53% to 89% by Wilson's interval.
@pytest.mark.parametrize(
    ("upheld", "investigated", "value", "says", "why_not"),
    [
        (15, 20, "80", "within our likely range", ""),
        (15, 20, "95", "above our likely range", ""),
        (15, 20, "40", "below our likely range", ""),
        (8, 11, "80", "", "fewer than 12"),
        (0, 0, "80", "", "Nothing of ours"),
    ],
)
def test_a_year_is_compared_on_its_base_and_not_where_ours_are_few(
    brackenmoor, upheld, investigated, value, says, why_not
):
    _publish(brackenmoor, "Westmarsh", value)
    [found] = figures.beside_others(brackenmoor.person("quality_lead"), [_year(upheld, investigated)])
    assert says in found.says and why_not in found.why_not and bool(found.says) != bool(found.why_not)


def test_what_was_published_of_ourselves_is_held_against_what_is_recorded(brackenmoor):
    base = {
        "numerator": Decimal(15),
        "denominator": Decimal(20),
        "denominator_means": "Detailed investigations",
    }
    _publish(brackenmoor, "Brackenmoor Borough Council", "75", **base)
    by = brackenmoor.person("quality_lead")
    [same] = figures.beside_others(by, [_year(15, 20)])
    [other] = figures.beside_others(by, [_year(3, 4)])
    assert "counts the same" in same.says and "Not what is recorded here" in other.says


DECIDED = """Complaints decided
Authority name,Not upheld,Upheld,Average uphold rate (%) of similar authorities
Brackenmoor Borough Council,5,15,80
Westmarsh Council,2,6,80
"""


@pytest.mark.slow(reason="a file sent through the page, and the register after it")
def test_the_ombudsmans_table_is_uploaded_and_stands_in_the_register(brackenmoor):
    start = add_months(financial_year(_today()), -12)
    manager = brackenmoor.person("complaints_manager")
    feedback = made(brackenmoor, team="adult-care", received_on=start)
    enquiry = asked_about(brackenmoor, feedback, received_on=start + 9 * DAY, due_on=start + 30 * DAY)
    answered(brackenmoor, enquiry, sent_on=start + 20 * DAY)
    decided(brackenmoor, enquiry, decided_on=start + 90 * DAY)
    client = brackenmoor.client("complaints_manager")
    upload = SimpleUploadedFile("2-Complaints-Decided.csv", DECIDED.encode())
    places = "Brackenmoor Borough Council\nWestmarsh Council\nNowhere"
    form = {"file": upload, "year": start.year, "places": places}
    answer = client.post(reverse("casework:import_comparators"), form, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain and "Nowhere is not in the file." in page, page[page.find("<main") :][:1500]
    assert "75% (15 of 20)" in page and "Similar authorities (average)" in page
    assert "base not published" in page and "fewer than 12" in page
    brackenmoor.enter()
    assert Comparator.objects.visible_to(manager).filter(about=About.UPHELD).count() == 3


def test_a_team_manager_imports_no_figure_of_the_council(avonshire):
    start = add_months(financial_year(_today()), -12)
    new = Published(
        place="X",
        about=About.UPHELD,
        starts=start,
        ends=period_end(start, 12),
        value=Decimal(80),
        unit="%",
        source="S",
    )
    with pytest.raises(OutsideTeam, match="the whole council's"):
        import_comparators(by=avonshire.person("team_manager"), published=[new], today=_today())


def test_what_is_due_stands_with_whoever_must_act_and_whoever_oversees(avonshire, complaint):
    """A reply to authorise, a remedy that is late and one that is due soon; one due in a month says nothing yet."""
    manager, director = avonshire.person("complaints_manager"), avonshire.person("director")
    waiting = asked_about(avonshire, complaint, title="A reply to authorise")
    commands.draft_response(by=manager, enquiry=waiting, response="We did not ask.", learning_note="Ask why.")
    enquiry = asked_about(avonshire, made(avonshire), title="A decision")
    answered(avonshire, enquiry)
    decided(avonshire, enquiry, decided_on=_today() - 8 * DAY)
    for title, due in (("Late one", -2), ("Due soon", 5), ("Later", 30)):
        commands.agree_ombudsman_remedy(
            by=manager,
            enquiry=enquiry,
            kind="service",
            title=title,
            agreed_on=_today() - 8 * DAY,
            due_on=_today() + due * DAY,
        )
    avonshire.enter()
    until = _today() + 14 * DAY

    def seen(person, oversees: bool) -> dict[str, str]:
        return {
            str(record): text
            for text, record, _ in queries.waiting_for(person, oversees=oversees, until=until)
        }

    found = seen(director, True)
    assert "to authorise" in found["A reply to authorise"]
    assert "remedy for the ombudsman" in found["Late one"] and "Due soon" in found and "Later" not in found
    # Her own reply is in her own work, and not said twice.
    assert "A reply to authorise" not in seen(manager, True)
    assert seen(avonshire.person("practitioner"), False) == {}
