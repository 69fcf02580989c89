"""Readings: entering one month or twelve, and importing a spreadsheet."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from goldthread.dates import add_months, last_whole_month
from goldthread.impact import commands
from goldthread.impact.models import Measure
from goldthread.impact.reading_files import read_pasted, read_readings
from goldthread.learning import commands as learning
from goldthread.learning.models import Lesson
from goldthread.sheets import SheetError, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(avonshire) -> Measure:
    """Return an indicator that is a percentage, without a reading."""
    return commands.add_indicator(
        by=avonshire.person("quality_lead"),
        name="Files that were good",
        kind="proportion",
        direction="increase",
        denominator_means="files audited",
    )


def last_month():
    return last_whole_month(timezone.localdate())


def sheet(*rows: str, head: str = "Month,Numerator,Denominator") -> SimpleUploadedFile:
    return SimpleUploadedFile("readings.csv", "\n".join([head, *rows]).encode(), "text/csv")


def boxes(month) -> dict[str, int]:
    return {"month-month": month.month, "month-year": month.year}


def test_one_month_is_added_and_corrected_with_its_parts(avonshire, share):
    client = avonshire.client("quality_lead")
    address = f"/impact/{share.pk}/reading/"
    client.post(address, boxes(last_month()) | {"numerator": "9", "denominator": "12", "source": "Audit"})
    client.post(address, boxes(last_month()) | {"numerator": "10", "denominator": "12", "source": "Audit"})
    avonshire.enter()
    [reading] = share.readings.all()
    assert (reading.numerator, reading.denominator) == (Decimal(10), Decimal(12))
    assert round(reading.value, 1) == Decimal("83.3")
    page = client.get(f"/impact/{share.pk}/").content.decode()
    assert "83.3" in page and "Audit" in page and "files audited" in page


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        ({"numerator": "9", "denominator": ""}, "Enter denominator"),
        ({"numerator": "nine", "denominator": "12"}, "Numerator must be a number"),
        ({"numerator": "13", "denominator": "12"}, "must be between 0 and the denominator"),
        ({"numerator": "1", "denominator": "0"}, "needs both a numerator and a denominator"),
    ],
)
def test_a_wrong_reading_is_refused_and_nothing_typed_is_lost(avonshire, share, entered, message):
    page = avonshire.client("quality_lead").post(
        f"/impact/{share.pk}/reading/", boxes(last_month()) | entered | {"source": "Typed with care"}
    )
    text = page.content.decode()
    assert message in text and "Typed with care" in text
    avonshire.enter()
    assert not share.readings.exists()


def test_a_month_that_is_not_complete_is_refused(avonshire, share):
    page = avonshire.client("quality_lead").post(
        f"/impact/{share.pk}/reading/",
        boxes(add_months(last_month(), 1)) | {"numerator": "1", "denominator": "2"},
    )
    assert f"Month must be {last_month():%B %Y} or before" in page.content.decode()


def test_twelve_months_are_entered_at_once_and_an_empty_one_is_not_changed(avonshire, share):
    client = avonshire.client("quality_lead")
    address = f"/impact/{share.pk}/readings/"
    months = [add_months(last_month(), -offset) for offset in range(4)]
    entered = {}
    for month in months[:3]:
        entered |= {f"numerator_{month:%Y_%m}": "5", f"denominator_{month:%Y_%m}": "10"}
    entered[f"numerator_{months[3]:%Y_%m}"] = "lots"
    wrong = client.post(address, entered).content.decode()
    assert f"{months[3]:%B %Y} must be a number" in wrong and 'value="lots"' in wrong
    del entered[f"numerator_{months[3]:%Y_%m}"]
    assert client.post(address, entered).status_code == 302
    avonshire.enter()
    assert [reading.month for reading in share.readings.all()] == sorted(months[:3])
    assert 'value="5"' in client.get(address).content.decode()


@pytest.mark.parametrize("to", ["", "2024-03", "nonsense", "9999-12", "0001-01"])
def test_the_grid_opens_at_any_month(avonshire, share, to):
    page = avonshire.client("quality_lead").get(f"/impact/{share.pk}/readings/", {"to": to})
    assert page.status_code == 200 and page.content.decode().count('scope="row"') == 12


def test_a_spreadsheet_is_imported_whole(avonshire, share):
    rows = [f"{add_months(last_month(), -offset):%b %Y},{offset},20" for offset in range(14)]
    client = avonshire.client("quality_lead")
    assert client.post(f"/impact/{share.pk}/import/", {"file": sheet(*rows)}).status_code == 302
    avonshire.enter()
    assert share.readings.count() == 14


@pytest.mark.parametrize(
    "pasted",
    [
        "Month\tNumerator\tDenominator\r\nJan 2024\t30\t120\r\nFeb 2024\t1,024\t2,048\r\n",
        "Jan 2024\t30\t120\nFeb 2024\t1,024\t2,048",
        "01/01/2024\t30\t120\tDashboard\n01/02/2024\t1,024\t2,048\tDashboard\n",
    ],
    ids=["headings", "no headings", "a source"],
)
def test_rows_copied_from_a_spreadsheet_are_pasted(avonshire, share, pasted):
    page = avonshire.client("quality_lead").post(f"/impact/{share.pk}/import/", {"pasted": pasted})
    assert page.status_code == 302, page.content.decode()
    saved = share.readings.filter(month__in=["2024-01-01", "2024-02-01"]).order_by("month")
    assert [(one.numerator, one.denominator) for one in saved] == [(30, 120), (1024, 2048)]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"pasted": "Jan 2024\t30\t120\nFeb 2024\tmany\t90"}, "1 row has an error, so nothing was imported"),
        ({"pasted": "Jan 2024 30 of 120"}, "A row has one cell only"),
        ({"pasted": ""}, "Paste rows or choose a file"),
        ({"pasted": "Jan 2024\t30\t120", "file": SimpleUploadedFile("a.csv", b"x")}, "Paste rows or choose a file, not both"),
    ],
)  # fmt: skip
def test_pasted_rows_with_an_error_are_kept_on_the_page(avonshire, share, sent, error):
    page = avonshire.client("quality_lead").post(f"/impact/{share.pk}/import/", sent)
    text = page.content.decode()
    assert page.status_code == 200 and error in text
    assert sent.get("pasted", "") in text
    assert not share.readings.filter(month="2024-01-01").exists()


def test_an_error_of_pasted_rows_names_the_row_as_it_was_pasted(share):
    table = read_pasted(
        "Jan 2024\t30\t120\nFeb 2024\tmany\t90", share, last=last_whole_month(timezone.localdate())
    )
    assert [error.row for error in table.errors] == [2]


def test_row_errors_are_listed_and_nothing_is_imported(avonshire, share):
    rows = ["January 2024,3,20", "February 2024,many,20", "January 2024,4,20", "March 2024,,20", "soon,1,2"]
    page = avonshire.client("quality_lead").post(f"/impact/{share.pk}/import/", {"file": sheet(*rows)})
    text = page.content.decode()
    assert "4 rows have errors, so nothing was imported" in text
    assert "January 2024 is also in row 2" in text
    assert "Numerator is missing for March 2024" in text
    avonshire.enter()
    assert not share.readings.exists()


def test_a_numerator_above_its_denominator_is_refused_by_its_month(avonshire, share):
    page = avonshire.client("quality_lead").post(
        f"/impact/{share.pk}/import/", {"file": sheet("January 2024,30,20")}
    )
    assert "The numerator for January 2024 must be between 0 and the denominator" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Month,Something\nJan 2024,3\n", "no column called numerator"),
        (b"PK\x03\x04broken", "damaged"),
        (b"Month,Numerator,Denominator\n", "There are no readings in it"),
    ],
)
def test_a_file_that_is_not_such_a_table_gets_a_clear_error(avonshire, share, content, message):
    upload = SimpleUploadedFile("readings.csv", content)
    page = avonshire.client("quality_lead").post(f"/impact/{share.pk}/import/", {"file": upload})
    assert page.status_code == 200 and message in page.content.decode()


def test_a_workbook_with_real_dates_is_read(share):
    out = BytesIO()
    first = add_months(last_month(), -2)
    write_xlsx([[first, 4, 10], [add_months(first, 1), 5, 10]], ["Month", "How many", "Out of"], out)
    out.seek(0)
    result = read_readings(out, "readings.xlsx", share, last=last_month())
    assert [(r.month, r.numerator) for r in result.readings] == [(first, 4), (add_months(first, 1), 5)]
    assert (result.errors, result.left_out) == ([], [])


def test_a_total_is_left_out_with_a_line_and_a_month_without_its_number_is_an_error(share):
    text = "Month,Numerator,Denominator\nSept 2024,4,10\n1st October 2024,5,10\n45597,6,10\nTotal,15,30\n"
    result = read_readings(BytesIO(text.encode()), "a.csv", share, last=last_month())
    assert [(f"{r.month:%Y-%m}", r.numerator) for r in result.readings] == [
        ("2024-09", 4),
        ("2024-10", 5),
        ("2024-11", 6),
    ]
    assert (result.errors, result.left_out) == ([], ["Row 5 adds up other rows, and was left out."])
    result = read_readings(BytesIO(f"{text}December 2024,,\n".encode()), "a.csv", share, last=last_month())
    assert result.errors == [(6, "The row has one cell only. Enter its number, or delete it.")]


def test_too_many_rows_are_refused(share):
    rows = "\n".join(f"{month % 12 + 1}/{1950 + month // 12},1,2" for month in range(700))
    with pytest.raises(SheetError, match="more than 600 rows"):
        read_readings(
            BytesIO(f"Month,Numerator,Denominator\n{rows}".encode()), "a.csv", share, last=last_month()
        )


def test_a_counted_measure_takes_no_readings(avonshire):
    avonshire.enter()
    counted = Measure.objects.filter(
        council=avonshire.council, data_source=Measure.DataSource.COUNTED
    ).first()
    client = avonshire.client("quality_lead")
    for page in ("reading", "readings", "import"):
        assert client.get(f"/impact/{counted.pk}/{page}/").status_code == 404
    assert "Counted every night" in client.get(f"/impact/{counted.pk}/").content.decode()


@pytest.mark.parametrize("page", ["reading", "readings", "import", "recalculate"])
@pytest.mark.parametrize(
    ("who", "status"), [("quality_lead", 200), ("councillor", 403), ("practitioner", 403)]
)
def test_who_may_enter(avonshire, share, page, who, status):
    assert avonshire.client(who).get(f"/impact/{share.pk}/{page}/").status_code == status


def test_a_measure_without_an_action_is_added_and_needs_its_denominator(avonshire):
    client = avonshire.client("quality_lead")
    entered = {"name": "Files", "kind": "proportion", "direction": "increase", "per": "100"}
    assert "Enter what the total counts" in client.post("/impact/add/", entered).content.decode()
    done = client.post("/impact/add/", entered | {"denominator_means": "files audited"})
    assert done.status_code == 302
    assert "This is an indicator" in client.get(done["Location"]).content.decode()


def test_an_action_gets_its_measure_counted_from_a_theme(avonshire):
    avonshire.enter()
    by = avonshire.person("quality_lead")
    today = timezone.localdate()
    action = learning.agree_action(
        by=by,
        lesson=Lesson.objects.filter(council=avonshire.council).first(),
        title="Ring back on the day that was promised",
        owner=by,
        agreed_on=today,
        due_on=today,
        measure_name="Times that a call was promised and not made",
    )
    from goldthread.themes.codebook.models import Theme

    theme = Theme.objects.get(council=avonshire.council, slug="being-kept-informed")
    client = avonshire.client("quality_lead")
    address = f"/impact/set-up/{action.pk}/"
    form = client.get(address).content.decode()
    assert action.measure_name in form and "It cannot be changed" in form
    wrong = client.post(address, {"data_source": "counted", "wording": "Kept words"}).content.decode()
    assert "Select the theme to count" in wrong and "Kept words" in wrong
    done = client.post(address, {"data_source": "counted", "theme": str(theme.pk), "counted_tone": "fault"})
    assert done.status_code == 302
    avonshire.enter()
    measure = Measure.objects.get(action=action)
    assert measure.smallest_change == action.smallest_change and measure.council_id == by.council_id
    assert measure.readings.count() > 12
    page = client.get(done["Location"]).content.decode()
    assert "Record when the action took effect" in page
