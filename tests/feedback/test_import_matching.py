"""What a spreadsheet's ratings, values and columns mean is asked once and remembered, never told from the values."""

from __future__ import annotations

import io

import pytest

from goldthread.council.command import Refused
from goldthread.council.models import Team
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import values
from goldthread.feedback.importing.checking import notes_in_words
from goldthread.feedback.importing.models import ImportMapping, ImportValue
from goldthread.feedback.importing.options import ImportOptions, scale_from
from goldthread.feedback.importing.value_matching import ValueMatcher, fold, key_of
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES, RatingScale
from goldthread.sheets import write_xlsx
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db

RATED = ("Comment", "Date received", "Rating")


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


def _team(by, name: str) -> Team:
    return Team.objects.get_or_create(
        council=by.council, name=name, defaults={"slug": name.lower().replace(" ", "-")}
    )[0]


def _rated(*ratings: object, words: str = "Comment number") -> bytes:
    return as_csv([(f"{words} {n}.", "03/04/2025", rating) for n, rating in enumerate(ratings)], RATED)


def _tones(batch) -> list[int | None]:
    return [item.points.get().tone for item in Feedback.objects.filter(batch=batch).order_by("batch_row")]


# -- Ratings ------------------------------------------------------------------------------------------


def test_ratings_of_1_and_2_have_no_tone_until_somebody_gives_the_scale(by):
    batch = checked(by, _rated(2, 1, 2), source="survey_comment")
    assert (batch.ready, batch.errors, batch.notes["no_scale"]) == (3, 0, 3)
    batch = imported(by, _rated(2, 1, 2), source="survey_comment")
    assert _tones(batch) == [None, None, None]


@pytest.mark.parametrize(
    ("worst", "best", "tones"),
    [(1, 5, [-2, -1, 0, 1, 2]), (5, 1, [2, 1, 0, -1, -2])],
)
def test_the_scale_says_how_long_it_is_and_which_end_is_good(by, worst, best, tones):
    options = ImportOptions(scale=scale_from(worst, best))
    batch = imported(by, _rated(1, "2", "3.0", "4/5", "5 out of 5"), source="survey_comment", options=options)
    assert _tones(batch) == tones


@pytest.mark.parametrize(
    ("scale", "score", "tone"),
    [
        (RatingScale(0, 10), 10, 2), (RatingScale(0, 10), 5, 0), (RatingScale(0, 10), 6, 0),
        (RatingScale(0, 10), 7, 1), (RatingScale(0, 10), 1, -2), (RatingScale(1, 4), 2, -1),
        (RatingScale(1, 3), 3, 1), (RatingScale(1, 3), 1, -1), (RatingScale(0, 1), 0, -1),
        (RatingScale(1, 5), 2.5, 0), (RatingScale(1, 5), 3.5, 0), (RatingScale(10, 1), 1, 2), (RatingScale(-2, 2), -1, -1),
    ],
)  # fmt: skip
def test_each_step_takes_an_equal_part_of_the_scale(scale, score, tone):
    assert scale.tone(score) == tone


@pytest.mark.parametrize(
    ("rating", "says"), [("6", "not on the scale"), ("4/10", "out of 10"), ("0", "not on the scale")]
)
def test_a_score_off_the_scale_is_an_error(by, rating, says):
    batch = checked(
        by, _rated(rating), source="survey_comment", options=ImportOptions(scale=RatingScale(1, 5))
    )
    assert batch.errors == 1
    assert says in batch.row_errors.get().message


def test_half_a_scale_is_refused():
    with pytest.raises(Refused, match="both ends"):
        scale_from(1, None)
    with pytest.raises(Refused, match="two different"):
        scale_from(3, 3)


def test_ratings_in_words_of_a_known_scale_are_read_and_others_are_asked(by):
    options = ImportOptions()
    words = ("Very poor", "poor", "Neither good nor poor", "Good", "VERY GOOD", "Don't know")
    batch = imported(by, _rated(*words), source="survey_comment", options=options)
    assert _tones(batch) == [-2, -1, 0, 1, 2, None]
    content = _rated("Strongly agree", "Agree", "Agree", words="The service was late")
    batch = checked(by, content, source="survey_comment")
    assert (batch.ready, batch.errors) == (0, 3)
    unmatched = {each.value: each for each in batch.unmatched.all()}
    assert {value: each.rows for value, each in unmatched.items()} == {"Agree": 2, "Strongly agree": 1}
    # Of "The service was late": to agree is no praise. It means so for this type of feedback only.
    values.match_unmatched(
        by=by, batch=batch, meanings={unmatched["Agree"].key: "-1", unmatched["Strongly agree"].key: "-2"}
    )
    batch = imported(by, content, source="survey_comment")
    assert _tones(batch) == [-2, -1, -1]
    assert checked(by, _rated("Agree"), source="concern").errors == 1


def test_stars_of_a_healthwatch_are_of_five_and_five_is_best(by):
    batch = imported(by, _rated("4 stars", "★☆☆☆☆"), source="healthwatch")
    assert SOURCES["healthwatch"].rating_scale == RatingScale(1, 5)
    assert _tones(batch) == [1, -2]


# -- Values -------------------------------------------------------------------------------------------


def test_a_team_written_otherwise_is_the_team(by):
    _team(by, "Locality North")
    _team(by, "Learning Disability and Autism")
    names = ("Locality  North", "locality\xa0north", "Learning Disability & Autism", "N/A", "Not known", "-")
    rows = [(f"The ramp never came, {n}.", "03/04/2025", name) for n, name in enumerate(names)]
    batch = imported(by, as_csv(rows, ("Complaint details", "Date received", "Team")))
    teams = [
        item.team.name if item.team else None
        for item in Feedback.objects.filter(batch=batch).order_by("batch_row")
    ]
    assert teams == ["Locality North", "Locality North", "Learning Disability and Autism", None, None, None]


def test_an_unknown_team_and_speaker_are_offered_once_and_remembered(by):
    north, _ = _team(by, "Locality North"), _team(by, "Hospital Team")
    rows = [
        ("The rail never came.", "03/04/2025", "Loc North", "Daughter"),
        ("The rug never came.", "04/04/2025", "Loc North", "daughter "),
        ("The bed never came.", "05/04/2025", "Hospital Team", "Self"),
    ]
    columns = ("Complaint details", "Date received", "Team", "Relationship")
    batch = checked(by, as_csv(rows, columns))
    assert (batch.ready, batch.errors) == (1, 2)
    offered = {each.field: each for each in batch.unmatched.all()}
    assert {name: (each.value, each.rows, each.first_row) for name, each in offered.items()} == {
        "team": ("Loc North", 2, 2),
        "speaker": ("Daughter", 2, 2),
    }
    assert offered["team"].nearest[0] == str(north.pk)
    assert offered["speaker"].nearest[:2] in (["representative", "carer"], ["carer", "representative"])
    values.match_unmatched(
        by=by, batch=batch, meanings={offered["team"].key: str(north.pk), offered["speaker"].key: "carer"}
    )
    importing.check_again(by=by, batch=batch, start_job=False)
    remembered = ImportValue.objects.get(council=by.council, field="speaker")
    assert (remembered.meaning, remembered.by, remembered.source) == ("carer", by, "")
    # The next spreadsheet, of another type too, asks nothing.
    batch = imported(by, as_csv(rows, ("Comment", *columns[1:])), source="concern")
    saved = Feedback.objects.filter(batch=batch).order_by("batch_row")
    assert [(item.team.name, item.speaker) for item in saved] == [
        ("Locality North", "carer"), ("Locality North", "carer"), ("Hospital Team", "person"),
    ]  # fmt: skip
    values.forget_value(by=by, value=remembered)
    assert checked(by, as_csv(rows, columns), name="again.csv").errors == 2


def test_an_unknown_channel_is_never_other_in_silence(by):
    batch = checked(by, as_csv([("Late.", "03/04/2025", "Pigeon")], ("Comment", "Date received", "Method")))
    assert (batch.ready, batch.errors) == (0, 1)
    assert "Match it once" in batch.row_errors.get().message


def test_a_meaning_that_a_field_does_not_have_is_refused(by):
    batch = checked(by, as_csv([("Late.", "03/04/2025", "Pigeon")], ("Comment", "Date received", "Method")))
    with pytest.raises(Refused, match="Choose what each value means"):
        values.match_unmatched(by=by, batch=batch, meanings={batch.unmatched.get().key: "carrier"})
    assert not ImportValue.objects.filter(council=by.council).exists()


def test_a_value_that_names_somebody_is_kept_without_the_name(by):
    rows = [("Late.", "03/04/2025", "Mrs Margaret Pemberton's son")]
    batch = checked(by, as_csv(rows, ("Comment", "Date received", "Relationship")))
    each = batch.unmatched.get()
    assert "Pemberton" not in each.value
    values.match_unmatched(by=by, batch=batch, meanings={each.key: "representative"})
    assert "Pemberton" not in ImportValue.objects.get(council=by.council).value
    assert checked(by, as_csv(rows, ("Comment", "Date received", "Relationship"))).ready == 1


def test_sentences_in_a_short_list_are_told_and_never_offered_for_matching(by):
    words = "Nobody rang me back for nine days and then two carers came at once, late."
    batch = checked(
        by, as_csv([("Late.", "03/04/2025", words, words)], ("Comment", "Date received", "Team", "Outcome"))
    )
    assert not batch.unmatched.exists()
    assert "sentence" in batch.row_errors.get().message
    assert (batch.notes["sentences.team"], batch.notes["sentences.outcome"]) == (1, 1)


def test_two_spellings_of_one_team_are_one_and_one_spelling_of_two_is_none(by):
    _team(by, "North & West")
    Team.objects.create(council=by.council, name="North and West", slug="naw")
    matcher = ValueMatcher(by.council, "complaint")
    assert fold("North  & West.") == fold("north and west")
    assert matcher.meaning("team", "NORTH AND WEST") is None
    assert key_of("Loc-North") == key_of("loc north")


# -- Columns ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "matched"),
    [
        (("Date closed", "Date recd", "Complaint details"), {"received_on": "Date recd", "closed_on": "Date closed"}),
        (("Dt rec'd", "Closed", "Summary of complaint"), {"received_on": "Dt rec'd", "closed_on": "Closed"}),
        (("Date of response", "Date received", "Comments"), {"received_on": "Date received", "responded_on": "Date of response"}),
        (("Closed date", "Recvd", "Comments"), {"received_on": "Recvd", "closed_on": "Closed date"}),
        (("Issue", "Date received", "Comments"), {"issue_number": "", "text": "Comments"}),
    ],
)  # fmt: skip
def test_the_closer_name_is_the_column(by, columns, matched):
    mapping = importing.likely_mapping(by, "complaint", list(columns))
    assert {field: mapping[field] for field in matched} == matched


def test_a_match_of_columns_is_saved_by_name_and_used_again(by):
    columns = ("A", "B", "C")
    row = ("Nobody came.", "03/04/2025", "4")
    batch = importing.upload(by=by, source="survey_comment", filename="a.csv", content=as_csv([row], columns))
    options = ImportOptions(scale=RatingScale(5, 1))
    mapping = {"text": "A", "received_on": "B", "tone": "C"}
    importing.set_columns(
        by=by, batch=batch, mapping=mapping, options=options, save_as="Our survey", start_job=False
    )
    again = importing.upload(by=by, source="survey_comment", filename="b.csv", content=as_csv([row], columns))
    # Another match since then takes the place of the last, and not of the one with a name.
    importing.set_columns(
        by=by,
        batch=again,
        mapping={"text": "A", "received_on": "B"},
        options=ImportOptions(),
        start_job=False,
    )
    third = importing.upload(by=by, source="survey_comment", filename="c.csv", content=as_csv([row], columns))
    assert third.mapping["tone"] == "" and third.options == {}
    importing.use_mapping(by=by, batch=third, name="Our survey")
    assert {field: column for field, column in third.mapping.items() if column} == mapping
    assert third.options == {"scale": [5, 1]}
    saved = ImportMapping.objects.get(council=by.council, name="Our survey")
    assert saved.by == by
    values.forget_mapping(by=by, mapping=saved)
    with pytest.raises(Refused, match="from the list"):
        importing.use_mapping(by=by, batch=third, name="Our survey")


def test_several_comment_columns_are_issues_of_one_record(by):
    columns = ("What went well", "What could be better", "Date received")
    rows = [
        ("The carer was kind.", "She came late.", "03/04/2025"),
        ("", "Nobody rang.", "04/04/2025"),
        ("", "", "05/04/2025"),
    ]
    content = as_csv(rows, columns)
    batch = importing.upload(by=by, source="survey_comment", filename="a.csv", content=content)
    mapping = {"text": columns[0], "received_on": columns[2]}
    options = ImportOptions(more_text=(columns[1],))
    batch = checked(by, content, source="survey_comment", mapping=mapping, options=options)
    assert (batch.ready, batch.errors) == (2, 1)
    batch = imported(by, content, source="survey_comment", mapping=mapping, options=options, skip_errors=True)
    saved = Feedback.objects.filter(batch=batch).order_by("batch_row")
    assert [[point.text for point in item.points.order_by("position")] for item in saved] == [
        ["The carer was kind.", "She came late."],
        ["Nobody rang."],
    ]


def test_a_comment_column_cannot_be_another_too(by):
    content = as_csv([("A.", "B.", "03/04/2025")], ("One", "Two", "Date received"))
    with pytest.raises(Refused, match="each column once"):
        checked(
            by,
            content,
            mapping={"text": "One", "received_on": "Date received", "service": "Two"},
            options=ImportOptions(more_text=("Two",)),
        )


def test_a_whole_number_of_excel_is_a_reference_without_its_point(by):
    out = io.BytesIO()
    write_xlsx([("Late.", "03/04/2025", 123.0)], ("Comment", "Date received", "Ref"), out)
    batch = imported(by, out.getvalue(), name="x.xlsx")
    assert Feedback.objects.get(batch=batch).their_reference == "123"


def test_who_spoke_is_not_known_until_a_column_says_it(by):
    rows = [("W1", "The rail never came.", "03/04/2025", "", "")]
    batch = imported(by, as_csv(rows))
    lines = " ".join(notes_in_words(batch.notes, batch.mapping))
    assert "1 row does not say who spoke, and is kept as not known." in lines
    saved = Feedback.objects.get(batch=batch)
    assert (saved.speaker, saved.points.get().speaker) == ("unknown", "unknown")
    again = as_csv(
        [(*rows[0], "Unpaid carer")],
        ("Ref", "Complaint details", "Date received", "Team", "Outcome", "Relationship"),
    )
    imported(by, again, apply_updates=True)
    saved.refresh_from_db()
    assert saved.speaker == "carer"
    # Of staff it is known: nobody else gives staff feedback.
    batch = imported(
        by,
        as_csv(
            [("W2", "Too few of us.", "03/04/2025", "", "")], ("Ref", "Comment", "Date", "Team", "Outcome")
        ),
        source="staff_feedback",
    )
    assert Feedback.objects.get(batch=batch).speaker == "staff"


def test_a_compliment_in_a_register_of_complaints_is_not_taken_for_one(by):
    headings = ("Ref no", "Type", "Complaint details", "Date received", "Date replied")
    rows = [
        ("T1", "Statutory complaint ", "The rail never came.", "03/04/2025", "05/04/2025"),
        ("T2", "Compliment", "She was kindness itself.", "03/04/2025", ""),
    ]
    batch = imported(by, as_csv(rows, headings), skip_errors=True)
    assert (batch.ready, batch.errors) == (1, 1)
    assert "another type than complaints" in batch.row_errors.get(row=3).message
    saved = Feedback.objects.get(batch=batch)
    assert (saved.their_reference, str(saved.responded_on)) == ("T1", "2025-04-05")


def test_a_row_whose_comment_cells_say_nothing_is_named_once(by):
    content = as_csv([("03/04/2025", "The rail never came.", "-", "N/A")], ("Date", "Comment", "B", "C"))
    batch = checked(by, content, options=ImportOptions(more_text=("B", "C")))
    lines = notes_in_words(batch.notes, batch.mapping)
    assert "2 comment cells say nothing beside other words: -, N/A (row 2)." in lines
