"""What others published beside ours: compared only where period, unit and base match, and drawn the same everywhere."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.dates import add_months
from goldthread.impact import commands as impact
from goldthread.impact.comparators import commands
from goldthread.impact.comparators.comparing import compare
from goldthread.impact.comparators.files import (
    SIMILAR,
    UnmatchedColumns,
    read_ascof,
    read_ombudsman,
    year_in,
)
from goldthread.impact.comparators.models import About, Comparator
from goldthread.impact.models import Measure, Reading
from goldthread.sheets import SheetError, write_xlsx

APRIL = datetime.date(2023, 4, 1)
MARCH = datetime.date(2024, 3, 31)
# In the layout of the files that are published, with figures of our own: small, and invented.
ASCOF = """Geographical Code,Geographical Description,Geographical Level,ONS Code,ASCOF Measure Code,Disaggregation Level,Measure Type,Measure_Value,Measure Group,Measure Group Description
1,England,England,E92,3A,Total,Numerator,[z],3A,Control over daily life
1,England,England,E92,3A,Total,Denominator,10500,3A,Control over daily life
1,England,England,E92,3A,Total,Outcome,77.6,3A,Control over daily life
1,England,England,E92,3A,Total,Base,1500,3A,Control over daily life
1,England,England,E92,3A65OV,65 and over,Outcome,74.0,3A,Control over daily life
9,Westmarsh,Council,E06,3A,Total,Outcome,[c],3A,Control over daily life
9,Westmarsh,Council,E06,3A,Total,Base,[c],3A,Control over daily life
9,Eastmarsh,Council,E07,3A,Total,Numerator,90,3A,Control over daily life
9,Eastmarsh,Council,E07,3A,Total,Denominator,120,3A,Control over daily life
9,Eastmarsh,Council,E07,3A,Total,Outcome,75.0,3A,Control over daily life
"""
DECIDED = """,,,,,,,,,
Complaints and enquiries decided by authority 2023-24,,,,,,,,,
,,,,,,,,,
,,,,,Investigations,,,,
Authority name,Invalid or incomplete,Advice given,Referred back for local resolution,Closed after initial enquiries,Not upheld,Upheld,Uphold rate (%),Average uphold rate (%) of similar authorities,Total
Avonshire Council,7,-,13,39,2,6,100%,80,67
Eastmarsh Borough Council,8,-,11,16,5,15,75%,80,55
Norland County Council (to 31/03/23),-,-,-,-,-,-,-,80,0
"""
COMPLIANCE = """Compliance with recommendations 2023-24,,,,
,,,,
Authority name,Number of compliance outcomes,Complied with,Complied with late,Not complied with
Avonshire Council,6,5,1,0
Eastmarsh Borough Council,12,10,1,1
"""


def measure_of(kind: str = "proportion", unit: str = "%") -> Measure:
    return Measure(name="Made-up measure", kind=kind, unit=unit, per=100, direction="increase")


def months(count: int, part: int | None = 60, of: int | None = 100, *, first=APRIL) -> list[Reading]:
    return [
        Reading(
            month=add_months(first, at),
            numerator=None if part is None else Decimal(part),
            denominator=None if of is None else Decimal(of),
            value=Decimal(part * 100 / of if of else part or 0),
        )
        for at in range(count)
    ]


def published(**fields) -> Comparator:
    given = {"place": "England", "starts": APRIL, "ends": MARCH, "value": Decimal("61"), "unit": "%"}
    return Comparator(**(given | fields))


# Worked out by hand: 12 months of 60 of 100 are 720 of 1,200, 60%, likely 57% to 63% by Wilson's interval.
@pytest.mark.parametrize(
    ("value", "says"),
    [(61, "within our likely range"), (64, "above our likely range"), (55, "below our likely")],
)
def test_a_year_is_compared_with_the_sum_of_its_months(value, says):
    found = compare(measure_of(), months(12), published(value=Decimal(value)))
    assert found.is_compared and found.ours.startswith("60% (720 of 1,200; likely 57% to 63%)")
    assert says in found.says


@pytest.mark.parametrize(
    ("readings", "fields", "kind", "why"),
    [
        (months(11), {}, "proportion", "11 of the 12 months"),
        ([], {}, "proportion", "no reading of its period"),
        (months(12), {"unit": "days"}, "proportion", "The unit is another"),
        (
            months(12),
            {"counts_same": False, "differs": "Only people of 65."},
            "proportion",
            "Only people of 65",
        ),
        (months(12), {"ends": datetime.date(2024, 3, 30)}, "proportion", "not of whole months"),
        (months(12, 60, None), {}, "count", "how many live there"),
        (months(12, 60, None), {}, "score", "mean of months"),
        (months(12, first=datetime.date(2022, 4, 1)), {}, "proportion", "no reading of its period"),
    ],
)
def test_it_says_why_it_is_not_compared(readings, fields, kind, why):
    found = compare(measure_of(kind), readings, published(**fields))
    assert not found.is_compared and why in found.why_not


def test_a_measure_read_once_a_year_is_compared_with_the_year():
    yearly = [
        *months(1, 62, 100, first=datetime.date(2023, 3, 1)),
        *months(1, 60, 100, first=datetime.date(2024, 3, 1)),
    ]
    found = compare(measure_of(), yearly, published())
    assert found.is_compared and found.ours.startswith("60% (60 of 100")


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("07-ascof-measures-2024-25.csv", 2024),
        ("2-Complaints-Decided-24-25.csv", 2024),
        ("Annual tables 2023/24.xlsx", 2023),
        ("tables 2023-2024.csv", 2023),
        ("report-2024-01-31.csv", None),
        ("2-Complaints-Decided.csv", None),
    ],
)
def test_a_files_name_says_its_year(name, year):
    assert year_in(name) == year


def _ascof(text=ASCOF, **options):
    given = {
        "year": 2023,
        "code": "3a",
        "places": ["England", "Eastmarsh", "Westmarsh", "Nowhere"],
        "unit": "%",
    }
    return read_ascof(BytesIO(text.encode()), "ascof-2023-24.csv", denominator_means="", **(given | options))


def test_ascof_gives_the_measure_asked_for_with_its_base_and_leaves_out_what_is_marked():
    table = _ascof()
    assert [(each.place, each.value, each.numerator, each.denominator) for each in table.published] == [
        ("England", Decimal("77.6"), None, Decimal(1500)),
        ("Eastmarsh", Decimal("75.0"), Decimal(90), Decimal(120)),
    ]
    assert all((each.starts, each.ends) == (APRIL, MARCH) for each in table.published)
    assert "measure 3a" in table.published[0].source
    assert table.left_out == ["Westmarsh: “[c]”, so no figure is given.", "Nowhere is not in the file."]


def test_a_code_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(SheetError, match="no measure 9Z"):
        _ascof(code="9Z")


def test_a_column_of_another_name_is_asked_for_and_then_used():
    text = ASCOF.replace("Geographical Description", "Locality")
    with pytest.raises(UnmatchedColumns) as asked:
        _ascof(text)
    assert asked.value.missing == ("place",) and "Locality" in asked.value.headings
    assert len(_ascof(text, columns={"place": "Locality"}).published) == 2


def _ombudsman(text, name="2-Complaints-Decided-23-24.csv"):
    content = text if isinstance(text, BytesIO) else BytesIO(text.encode("cp1252"))
    places = ["Avonshire Council", "Eastmarsh Borough Council", "Norland County Council (to 31/03/23)"]
    return read_ombudsman(content, name, year=2023, places=places, ours="Avonshire Council")


def test_the_ombudsmans_rate_is_worked_out_from_its_counts_and_never_taken_as_printed():
    """Avonshire's printed rate is 100%; of 2 not upheld and 6 upheld it is 6 of 8."""
    table = _ombudsman(DECIDED)
    found = [(each.place, each.value, each.numerator, each.denominator) for each in table.published]
    assert found == [
        ("Avonshire Council", Decimal("75.0000"), Decimal(6), Decimal(8)),
        (SIMILAR, Decimal(80), None, None),
        ("Eastmarsh Borough Council", Decimal("75.0000"), Decimal(15), Decimal(20)),
    ]
    assert {each.about for each in table.published} == {About.UPHELD}
    assert table.left_out == [
        "Norland County Council (to 31/03/23): nothing was decided, so there is no rate."
    ]


def test_compliance_counts_what_was_late_and_stands_on_compliance_outcomes():
    table = _ombudsman(COMPLIANCE, "3-Compliance-outcomes-23-24.csv")
    assert [(each.about, each.numerator, each.denominator) for each in table.published] == [
        (About.COMPLIED, Decimal(6), Decimal(6)),
        (About.COMPLIED, Decimal(11), Decimal(12)),
    ]


def test_the_same_table_is_read_from_a_workbook():
    rows = [("Avonshire Council", 2, 6), ("Eastmarsh Borough Council", 5, 15)]
    content = BytesIO()
    write_xlsx(rows, ["Authority name", "Not upheld", "Upheld"], content, sheet="Decided")
    content.seek(0)
    assert [each.numerator for each in _ombudsman(content, "tables 2023-24.xlsx").published] == [6, 15]


def test_each_table_of_a_workbook_with_several_sheets_is_read():
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Notes").write("A1", "What this workbook holds")
        for name, headings, row in (
            ("Decided", ["Authority name", "Not upheld", "Upheld"], ["Avonshire Council", 2, 6]),
            (
                "Compliance",
                ["Authority name", "Number compliance outcomes", "Complied with"],
                ["Avonshire Council", 6, 6],
            ),
        ):
            page = book.add_worksheet(name)
            page.write_row(2, 0, headings)
            page.write_row(3, 0, row)
            page.write_row(4, 0, ["Eastmarsh Borough Council", 4, 4])
    out.seek(0)
    found = [(each.about, each.place) for each in _ombudsman(out, "tables 2023-24.xlsx").published]
    assert (About.UPHELD, "Avonshire Council") in found and (About.COMPLIED, "Avonshire Council") in found


@pytest.mark.parametrize(
    "text",
    [
        "Your council’s performance\nAvonshire\n80% of complaints we investigated were upheld.\n",
        "Dear Ms Example\nAnnual Review letter 2023-24\nI write to you with our annual summary of complaints\n",
    ],
)
def test_a_page_or_a_letter_as_text_is_refused_and_says_what_to_upload(text):
    with pytest.raises(SheetError, match="Download the data tables"):
        _ombudsman(text, "page.txt")


@pytest.fixture
def indicator(avonshire) -> Measure:
    by = avonshire.person("quality_lead")
    measure = impact.add_indicator(
        by=by,
        name="Made-up share of people who have control",
        kind="proportion",
        direction="increase",
        unit="%",
        denominator_means="People who answered",
    )
    readings = [
        impact.NewReading(month=add_months(APRIL, at), numerator=Decimal(60), denominator=Decimal(100))
        for at in range(14)
    ]
    impact.save_readings(by=by, measure=measure, readings=readings, today=timezone.localdate())
    avonshire.enter()
    return measure


def _today() -> datetime.date:
    return timezone.localdate()


@pytest.mark.slow(reason="a file sent through the page, and the pages after it")
@pytest.mark.django_db
def test_a_file_uploaded_stands_on_the_page_and_in_both_downloads(avonshire, indicator):
    client = avonshire.client("quality_lead")
    upload = SimpleUploadedFile("ascof-2023-24.csv", ASCOF.encode())
    form = {"file": upload, "year": 2023, "code": "3A", "places": "England\nEastmarsh", "counts_same": "yes"}
    answer = client.post(reverse("impact:import_ascof", args=[indicator.pk]), form)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page = client.get(reverse("impact:measure", args=[indicator.pk])).content.decode()
    assert "England is above our likely range" in page and "60% (720 of 1,200" in page
    svg = client.get(reverse("impact:chart_svg", args=[indicator.pk])).content.decode()
    csv = client.get(reverse("impact:chart_csv", args=[indicator.pk])).content.decode()
    assert svg.count("gt-chart__other") == 2 and "England, 2023 to 2024" in svg
    assert "England, 2023 to 2024" in csv.splitlines()[0] and "77.6" in csv.splitlines()[1]
    # The two months after its year have none.
    assert "77.6" not in csv.splitlines()[-1]


@pytest.mark.slow(reason="a file sent through the page, and the pages after it")
@pytest.mark.django_db
def test_a_file_of_another_year_or_with_another_heading_is_asked_about(avonshire, indicator):
    client, there = avonshire.client("quality_lead"), reverse("impact:import_ascof", args=[indicator.pk])
    form = {"year": 2022, "code": "3A", "places": "England", "counts_same": "yes"}
    upload = SimpleUploadedFile("ascof-2023-24.csv", ASCOF.encode())
    assert "says 2023 to 2024" in client.post(there, form | {"file": upload}).content.decode()
    text = ASCOF.replace("Geographical Description", "Locality").encode()
    asked = client.post(
        there, form | {"year": 2023, "file": SimpleUploadedFile("a.csv", text)}
    ).content.decode()
    assert "Column with the council or area" in asked and "Locality" in asked
    chosen = form | {"year": 2023, "column_place": "Locality", "file": SimpleUploadedFile("a.csv", text)}
    assert client.post(there, chosen).status_code == 302


@pytest.mark.django_db
def test_imported_twice_it_is_put_right_and_typed_twice_refused(avonshire, indicator):
    by = avonshire.person("quality_lead")
    for value in ("77.6", "78.1"):
        new = commands.Published(
            place="England", starts=APRIL, ends=MARCH, value=Decimal(value), unit="%", source="ASCOF"
        )
        commands.import_comparators(by=by, measure=indicator, published=[new], today=_today())
        avonshire.enter()
    assert [each.value for each in indicator.comparators.all()] == [Decimal("78.1")]
    given = {"place": "England", "starts": APRIL, "ends": MARCH, "value": Decimal(70), "source": "Ours"}
    with pytest.raises(Refused, match="already"):
        commands.record_comparator(by=by, measure=indicator, today=_today(), **given)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ends": datetime.date(2023, 3, 1)}, "ends before"),
        ({"ends": datetime.date(2199, 3, 31)}, "not over yet"),
        ({"numerator": Decimal(3)}, "part of"),
        ({"denominator": Decimal(10)}, "what the denominator counts"),
        ({"counts_same": False}, "what it counts otherwise"),
        (
            {"numerator": Decimal(3), "denominator": Decimal(10), "denominator_means": "People"},
            "does not follow",
        ),
    ],
)
def test_what_cannot_be_is_refused(avonshire, indicator, fields, why):
    given = {"place": "X", "starts": APRIL, "ends": MARCH, "value": Decimal(70), "unit": "%", "source": "S"}
    with pytest.raises(Refused, match=why):
        commands.record_comparator(
            by=avonshire.person("quality_lead"), measure=indicator, today=_today(), **(given | fields)
        )


@pytest.mark.django_db
def test_who_may_not_and_another_council(avonshire, brackenmoor, indicator):
    given = {"place": "England", "starts": APRIL, "ends": MARCH, "value": Decimal(70), "unit": "%"}
    made = commands.record_comparator(
        by=avonshire.person("quality_lead"), measure=indicator, today=_today(), source="ASCOF", **given
    )
    avonshire.enter()
    with pytest.raises(OutsideTeam, match="the whole council's"):
        commands.record_comparator(
            by=avonshire.person("team_manager"), measure=indicator, today=_today(), source="ASCOF", **given
        )
    avonshire.enter()
    there = reverse("impact:comparator", args=[made.pk])
    assert "ASCOF" in avonshire.client("quality_lead").get(there).content.decode()
    add = reverse("impact:add_comparator", args=[indicator.pk])
    assert avonshire.client("councillor").get(add).status_code == 403
    assert brackenmoor.client("quality_lead").get(there).status_code == 404
