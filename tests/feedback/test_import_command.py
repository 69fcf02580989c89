"""`goldthread import` on the command line: what it asks, what it prints, and what it saves."""

from __future__ import annotations

import argparse
from contextlib import contextmanager

import pytest

from goldthread.cli import home, import_
from goldthread.cli.errors import UserError
from goldthread.council.models import Team
from goldthread.feedback.importing.models import ImportBatch, ImportMapping, ImportValue
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from tests.feedback.spreadsheets import as_csv

pytestmark = pytest.mark.django_db
REGISTER = ("Date received", "Complaint details", "Team", "Ref")


@pytest.fixture
def run(avonshire, monkeypatch, tmp_path, capsys):
    """Return a function that runs the command on rows, in the test's own database, and returns its code and output."""

    @contextmanager
    def opened(name, *, demo):
        yield None

    monkeypatch.setattr(home, "opened", opened)
    by = avonshire.person("quality_lead")

    def command(rows, columns, *options: str, source: str = "complaint") -> tuple[int, str]:
        path = tmp_path / "made-up.csv"
        path.write_bytes(as_csv(rows, columns))
        parser = argparse.ArgumentParser()
        import_.add_parser(parser.add_subparsers())
        args = parser.parse_args(
            ["import", str(path), "--source", source, "--by", by.account.email, *options]
        )
        code = args.run(args)
        avonshire.enter()
        return code, capsys.readouterr().out

    avonshire.enter()
    Team.objects.get_or_create(
        council=avonshire.council, slug="loc-n", defaults={"name": "Locality Northern"}
    )
    return command


def _saved(reference: str) -> Feedback:
    return Feedback.objects.get(their_reference=reference)


def test_ratings_have_no_tone_without_their_scale(run):
    columns = ("Date received", "Comment", "Rating", "Ref")
    rows = [
        ("01/04/2026", f"The carer was late on day {n}.", rating, f"R{n}")
        for n, rating in enumerate((2, 1, 2))
    ]
    code, output = run(rows, columns, "--go", source="survey_comment")
    assert code == 0 and "No sentiment is taken from them" in output
    assert [_saved(f"R{n}").points.get().tone for n in range(3)] == [None, None, None]
    code, output = run(
        rows, columns, "--go", "--update", "--worst-score", "1", "--best-score", "5", source="survey_comment"
    )
    assert "Sentiment or rating: none → Negative" in output and "3 feedback records were updated" in output
    assert [_saved(f"R{n}").points.get().tone for n in range(3)] == [-1, -2, -1]
    with pytest.raises(UserError, match="both ends"):
        run(rows, columns, "--worst-score", "1", source="survey_comment")


def test_what_could_not_be_matched_is_said_and_can_be_given(run, tmp_path):
    rows = [
        ("03/04/2026", "The ramp never came.", "Loc Northern Tm", "C1"),
        ("03/04/2026", "Late.", "Qqq", "C2"),
    ]
    code, output = run(rows, REGISTER, "--go")
    assert code == 1 and "Nothing was saved" in output
    assert (
        "not matched: team “Loc Northern Tm” in 1 row, first in row 2. Nearest: Locality Northern" in output
    )
    file = tmp_path / "values.csv"
    file.write_bytes(as_csv([("team", "Qqq", "none")], ("Field", "Value", "Meaning")))
    given = ("--value", "team:Loc Northern Tm=Locality Northern", "--values", str(file))
    code, output = run(rows, REGISTER, "--go", *given)
    assert (code, "2 rows were imported" in output) == (0, True)
    assert (_saved("C1").team.name, _saved("C2").team) == ("Locality Northern", None)
    assert ImportValue.objects.filter(field="team").count() == 2


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("team:Qqq=Nowhere", "is none of what team can mean"),
        ("service:X=Y", "Values are matched for"),
        ("team", "Write --value"),
    ],
)
def test_a_value_given_wrongly_is_refused_and_nothing_waits(run, avonshire, given, says):
    with pytest.raises(UserError, match=says):
        run([("03/04/2026", "Late.", "Qqq", "C2")], REGISTER, "--value", given)
    avonshire.enter()
    assert not ImportBatch.objects.filter(state=ImportBatch.State.UPLOADED, filename="made-up.csv").exists()


def test_the_register_again_is_offered_and_applied_only_when_asked(run):
    first = [("04/04/2026", "The rail never came.", "", "123")]
    run(first, REGISTER, "--go")
    again = [("04/04/2026", "The rail never came.", "", "123.0", "Upheld", "20/04/2026")]
    columns = (*REGISTER, "Outcome", "Date closed")
    code, output = run(again, columns, "--go")
    reference = _saved("123").reference
    assert code == 0 and f"row 2 differs from {reference}: Outcome: empty → Upheld" in output
    assert _saved("123").outcome == ""
    code, output = run(again, columns, "--go", "--update")
    assert "0 rows were imported" in output and "1 feedback record was updated" in output
    assert _saved("123").outcome == "Upheld"
    assert "1 duplicates" in run(again, columns)[1]


def test_a_match_of_columns_is_saved_and_used_by_name(run):
    columns = ("A", "B", "C", "D")
    rows = [("The rail never came.", "And nobody rang.", "03/04/2026", "M1")]
    given = (
        "--column",
        "text=A",
        "--column",
        "text=B",
        "--column",
        "received_on=C",
        "--column",
        "their_reference=D",
    )
    run(rows, columns, *given, "--save-match", "Two boxes")
    assert ImportMapping.objects.filter(name="Two boxes").exists()
    code, output = run(rows, columns, "--match", "Two boxes", "--go")
    assert code == 0, output
    assert [p.text for p in _saved("M1").points.order_by("position")] == [
        "The rail never came.", "And nobody rang.",
    ]  # fmt: skip
    with pytest.raises(UserError, match="saved match"):
        run(rows, columns, "--match", "None such")


def test_an_export_of_an_earlier_version_goes_in(run):
    columns = (
        "Reference", "Point", "Working text", "Source", "Who spoke", "How it came", "Date received",
        "Date it happened", "Team", "Service", "Tone", "Outcome", "Date closed", "Wants to hear back",
        "Date they were told",
    )  # fmt: skip
    row = (
        "F-9326", "1", "Mum's home carers get a ticket outside her house.", "Complaint", "Unpaid carer", "Telephone",
        "2026-04-26", "", "Locality Northern", "", "Very negative", "", "", "No", "",
    )  # fmt: skip
    code, output = run([row], columns, "--go")
    assert code == 0, output
    item = _saved("F-9326")
    assert (item.speaker, item.channel, item.points.get().tone) == ("carer", "phone", -2)


def test_the_match_is_printed_and_a_missing_column_is_asked_for_by_name(run):
    row = [("03/04/2026", "The rail never came.", "", "C9")]
    output = run(row, REGISTER)[1]
    assert "columns: text from “Complaint details”, received_on from “Date received”" in output
    with pytest.raises(UserError, match=r"Add --column received_on='...'. The columns are: “Sent to”, “Comm"):
        run(row, ("Sent to", "Comment", "Team", "Ref"))
    with pytest.raises(UserError, match="There is no column “Coment” for text"):
        run(row, REGISTER, "--column", "text=Coment")


def test_dates_written_month_first_are_held_back_until_the_order_is_given(run):
    rows = [("05/06/2026", "The rail never came.", "", "D1"), ("05/13/2026", "Nobody rang.", "", "D2")]
    code, output = run(rows, REGISTER, "--go", "--only-good")
    assert code == 1 and "--date-order" in output and "Nothing was saved" in output
    assert not Feedback.objects.filter(their_reference="D1").exists()
    assert run(rows, REGISTER, "--go", "--date-order", "mdy")[0] == 0
    assert _saved("D1").received_on.isoformat() == "2026-05-06"


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        (
            ("Words", "Day"),
            ("--column", "text=Words", "--column", "received_on=Day", "--column", "team=Words"),
            "The column “Words” is matched to",
        ),
        (
            ("Words", "Day"),
            ("--column", "text=Words", "--column", "text=Words", "--column", "received_on=Day"),
            "The column “Words” is matched to text and to text",
        ),
        (("Words", "Day"), ("--match", "Letters"), "Leave --match out"),
        (("Words", "Day"), ("--best-score", "5"), "--worst-score and --best-score"),
    ],
)
def test_what_is_wrong_is_told_by_the_option_that_mends_it(run, columns, options, message):
    with pytest.raises(UserError) as refused:
        run([("The rail never came.", "03/04/2026")], columns, *options)
    assert message in str(refused.value)
    assert "from the list" not in str(refused.value)


def test_a_date_of_another_order_is_told_with_the_option(run):
    output = run([("04/13/2026", "The rail never came.", "", "O1")], REGISTER)[1]
    assert "choose it with --date-order" in output and "choose that order" not in output


def test_the_types_of_feedback_in_the_help_are_those_there_are(run, capsys):
    assert tuple(sorted(SOURCES)) == import_.SOURCES
    with pytest.raises(SystemExit):
        run([], REGISTER, source="letter")
    assert "invalid choice: 'letter' (choose from 'board_topic'" in capsys.readouterr().err
