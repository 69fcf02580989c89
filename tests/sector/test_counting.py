"""Countings of the shelf: what goes with a score, systems of one kind, figures side by side, a theme's page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.reports.types import Figure, Passage, Place, PublishedPage
from goldthread.council.records.pages import address
from goldthread.evidence.commands import add_claim, archive_claim
from goldthread.feedback.models import Point
from goldthread.learning.commands import agree_action, record_lesson
from goldthread.learning.documents.commands import add_document
from goldthread.sector import commands
from goldthread.sector.counting import queries
from goldthread.sector.counting.features import Feature, feature_of, features_of, words_of
from goldthread.sector.models import PassageTheme, PublishedPassage
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db

SLUG = "supporting-people-to-live-healthier-lives"
STATEMENT = "Supporting people to live healthier lives"


def page(area: str, score: int, *texts: str, systems: tuple[str, ...] = (), figures: tuple[Figure, ...] = ()):
    """Return a page of an invented council, as it was read, on a statement that the demo's shelf has little of."""
    passages = tuple(
        Passage(
            text=text,
            place=Place(paragraph=number),
            section="Findings",
            speaker="people",
            tells="strength",
            systems=systems,
        )
        for number, text in enumerate(texts, start=1)
    )
    return PublishedPage(
        source=f"{area}.txt",
        council=area,
        statement=STATEMENT,
        score=score,
        passages=passages,
        figures=figures,
    )


def shelf(lead, *, good: int = 12, weak: int = 12):
    """Put on the shelf so many reports a side; of the good ones all but two tell people what changed."""
    pages = [
        page(
            f"Good Counting {n} Council",
            3,
            f"Good place {n} has a coast.",
            f"People in good place {n} were told what had changed." if n > 1 else f"Place {n} has an otter.",
        )
        for n in range(good)
    ]
    pages += [
        page(
            f"Weak Counting {n} Council",
            2,
            f"Weak place {n} has a coast.",
            f"People in weak place {n} were told what had changed." if n < 1 else f"Place {n} has a heron.",
        )
        for n in range(weak)
    ]
    return commands.add_reports(by=lead, pages=pages, confirmed=True)


@pytest.fixture
def lead(avonshire):
    """Return the quality lead."""
    return avonshire.person("quality_lead")


def test_what_goes_with_a_score_is_counted_once_a_council_with_the_passages_behind(avonshire, lead):
    shelf(lead)
    found = queries.compared(lead, SLUG)
    by_words = {words: row for words, row in found.rows}
    row = by_words["People told what changed"]
    assert row.first >= 10 and row.of_first >= 12 and row.second >= 1 and row.of_second >= 12
    assert row.points > 50 and row.stands_out
    behind = queries.describing(lead, SLUG, Feature("practice", "told-back"), "high")
    assert len(behind) == row.first
    ours = [passages for report, passages in behind if report.area == "Good Counting 5 Council"]
    assert [[each.text for each in passages] for passages in ours] == [
        ["People in good place 5 were told what had changed."]
    ]
    # A newer report of a council takes the place of its older one.
    commands.add_reports(
        by=lead, pages=[page("Good Counting 5 Council", 3, "An owl sat on the quay.")], confirmed=True
    )
    again = {words: row for words, row in queries.compared(lead, SLUG).rows}["People told what changed"]
    assert (again.first, again.of_first) == (row.first - 1, row.of_first)


def test_with_too_few_reports_nothing_is_compared(avonshire, lead):
    statement = "Care provision, integration and continuity"
    pages = [
        PublishedPage(
            source="x.txt",
            council=f"Few {n} Council",
            statement=statement,
            score=3,
            passages=(Passage(text=f"Few {n}.", place=Place(paragraph=1), section=None),),
        )
        for n in range(3)
    ]
    [report, *_] = commands.add_reports(by=lead, pages=pages, confirmed=True)
    assert queries.compared(lead, report.statement).are_few
    shown = avonshire.client("director").get(reverse("sector:differences"), {"statement": report.statement})
    assert "Too few reports" in shown.content.decode()


def test_what_nobody_confirmed_is_not_counted(lead):
    shelf(lead)
    before = queries.compared(lead, SLUG)
    commands.add_reports(by=lead, pages=[page("Unconfirmed Counting Council", 3, "A crane flew.")])
    assert queries.compared(lead, SLUG).high == before.high


def test_the_pages_are_for_whoever_reads_the_shelf(avonshire, lead):
    shelf(lead, good=10, weak=10)
    names = ("differences", "systems", "figures")
    for name in names:
        assert avonshire.client("director").get(reverse(f"sector:{name}")).status_code == 200
        assert avonshire.client("partner").get(reverse(f"sector:{name}")).status_code == 403
    asked = {"statement": SLUG, "feature": "practice:told-back", "side": "high"}
    shown = avonshire.client("director").get(reverse("sector:described"), asked)
    assert shown.status_code == 200 and "Good Counting 5 Council" in shown.content.decode()
    listed = avonshire.client("director").get(reverse("sector:differences"), {"statement": SLUG})
    text = listed.content.decode()
    assert "association, not cause" in text and "feature=practice%3Atold-back&amp;side=high" in text
    for wrong in ({**asked, "side": "x"}, {**asked, "feature": "speaker:nobody"}, {**asked, "feature": "x"}):
        assert avonshire.client("director").get(reverse("sector:described"), wrong).status_code == 404
    avonshire.enter()


def test_another_councils_shelf_is_not_counted(avonshire, lead, brackenmoor):
    shelf(lead)
    other = brackenmoor.person("quality_lead")
    assert not [
        row
        for row in queries.describing(other, SLUG, Feature("practice", "told-back"), "high")
        if "Counting" in row[0].area
    ]


def test_systems_of_one_kind_at_other_councils(avonshire, lead):
    reports = commands.add_reports(
        by=lead,
        pages=[
            page(
                "Lantern Portal Council", 3, "The tide portal was shaped by people.", systems=("tide portal",)
            ),
            page("Plain Council", 3, "A hare crossed the road."),
        ],
        confirmed=True,
    )
    named = queries.systems_elsewhere(lead)["portal"]
    assert "Lantern Portal Council" in {each.passage.report.area for each in named}
    assert "Plain Council" not in {each.passage.report.area for each in named}
    assert reports[0].pk in {each.passage.report_id for each in named}
    shown = avonshire.client("director").get(reverse("sector:systems"), {"kind": "portal"}).content.decode()
    assert "tide portal" in shown and "Lantern Portal Council" in shown


def test_our_own_systems_are_found_in_every_type_of_record_with_the_record_linked(avonshire, lead):
    today = timezone.localdate()
    point = Point.objects.visible_to(lead).filter(heard_on__lt=today).order_by("pk").first()
    lesson = record_lesson(
        by=lead,
        title="The Gullwing portal is shown to people first",
        what_we_learned="It was not.",
        points=[point],
        recorded_on=today,
    )
    action = agree_action(
        by=lead,
        lesson=lesson,
        title="Ask ten people",
        detail="They try the Gullwing portal.",
        owner=lead,
        agreed_on=today,
        due_on=today,
        measure_name="Calls",
    )
    document = add_document(
        by=lead,
        title="How we use the Gullwing portal",
        edition_on=today,
        address="https://a.example/gull",
        kind="policy",
    )
    claim = add_claim(by=lead, statement=SLUG, text="People shaped the Gullwing portal.", claims_change="no")
    archived = add_claim(by=lead, statement=SLUG, text="The Gullwing portal is ours.", claims_change="no")
    archive_claim(by=lead, claim=archived, on=today)
    named = {
        here.href: (here.type, name)
        for here, name in queries.systems_here(lead)["portal"]
        if "Gullwing" in name
    }
    assert named == {
        address(lesson): ("Lesson", "Gullwing portal"),
        address(action): ("Action", "Gullwing portal"),
        address(document): ("Document", "Gullwing portal"),
        address(claim): ("Claim", "Gullwing portal"),
    }
    # Whoever may not read claims or documents is not told what they name.
    unread = queries.systems_here(avonshire.person("team_manager"))
    may = avonshire.person("team_manager").may
    assert {here.type for here, name in unread.get("portal", ()) if "Gullwing" in name} == {
        each
        for each, needed in (
            ("Lesson", "learning.read"),
            ("Action", "learning.read"),
            ("Document", "documents.read"),
            ("Claim", "evidence.read"),
        )
        if may(needed)
    }


def _satisfied(value: float, **other) -> Figure:
    given = {
        "value": value,
        "unit": "%",
        "printed": f"{value:g}%",
        "place": Place(paragraph=1),
        "counts": "carers",
        "period": "2023/24",
        "period_kind": "financial year",
        "comparable": True,
    }
    return Figure(**{**given, **other})


def test_only_figures_that_may_be_compared_stand_side_by_side(avonshire, lead):
    said = "The Survey of Adult Carers showed that {} of carers of {} were satisfied with social services."
    pages = [
        page("First Figures Council", 3, said.format("41%", "kestrel"), figures=(_satisfied(41),)),
        page("Second Figures Council", 2, said.format("33%", "merlin"), figures=(_satisfied(33),)),
        page(
            "Not Comparable Council",
            2,
            said.format("34%", "kite"),
            figures=(_satisfied(34, comparable=False),),
        ),
        page("Other Unit Council", 2, said.format("35%", "hobby"), figures=(_satisfied(35, unit="carers"),)),
        page(
            "Other Period Council",
            2,
            said.format("36%", "harrier"),
            figures=(_satisfied(36, period_kind="month"),),
        ),
        page("Other Measure Council", 2, "In all 37% of carers of buzzards left.", figures=(_satisfied(37),)),
    ]
    commands.add_reports(by=lead, pages=pages, confirmed=True)
    groups, _, _ = queries.side_by_side(lead)
    together = [{each.report.area for each in group.figures} for group in groups]
    both = {"First Figures Council", "Second Figures Council"}
    assert [areas for areas in together if areas & both] and all(
        both <= areas for areas in together if areas & both
    )
    assert not {
        "Not Comparable Council",
        "Other Unit Council",
        "Other Period Council",
        "Other Measure Council",
    } & {area for areas in together for area in areas}
    shown = avonshire.client("director").get(reverse("sector:figures")).content.decode()
    assert "First Figures Council" in shown and "Other Unit Council" not in shown


def test_a_themes_page_shows_what_the_regulator_says_elsewhere(avonshire, lead):
    [report] = commands.add_reports(
        by=lead, pages=[page("Elsewhere Council", 2, "A dunnock sang of slow answers.")], confirmed=True
    )
    theme = Theme.objects.filter(council=lead.council, state=Theme.State.ACTIVE).order_by("slug").first()
    passage = PublishedPassage.objects.get(report=report)
    PassageTheme.objects.create(
        council=lead.council, passage=passage, theme=theme, state=PassageTheme.State.GIVEN
    )
    shown = avonshire.client("director").get(reverse("themes:detail", args=[theme.pk])).content.decode()
    assert "What the regulator says elsewhere" in shown and "A dunnock sang" in shown
    avonshire.enter()
    PassageTheme.objects.filter(passage=passage).update(state=PassageTheme.State.DECLINED)
    _, _, some = queries.of_theme(lead, theme, 50)
    assert passage not in some


def test_features_are_of_what_is_described_and_have_words():
    passage = PublishedPassage(
        text="Experts by experience used a dashboard.",
        speaker="carers",
        tells="weakness",
        systems=["dashboard"],
    )
    found = set(features_of(passage, ["t1"]))
    assert found == {
        Feature("theme", "t1"),
        Feature("practice", "experts-by-experience"),
        Feature("practice", "dashboard"),
        Feature("system", "dashboard"),
        Feature("speaker", "carers"),
        Feature("tells", "carers-weakness"),
        Feature("tells", "weakness"),
    }
    assert words_of(Feature("tells", "carers-weakness"), {}) == "Unpaid carers tell of a weakness"
    assert words_of(Feature("theme", "t1"), {"t1": "Waiting"}) == "Waiting"
    assert feature_of("practice:dashboard") == Feature("practice", "dashboard")
    assert feature_of("nothing:x") is None
