"""Which column holds which field."""

from hypothesis import given
from hypothesis import strategies as st

from goldthread.sheets import match_columns

FIELDS = {
    "received": ["date received", "received on", "date of complaint"],
    "happened": ["date of incident", "date it happened"],
    "words": ["comment", "comments", "what was said", "details"],
    "team": ["team name", "service"],
    "reference": ["ref", "ref no", "case number"],
    "email": ["email address"],
}


def test_spellings_order_capitals_and_slips():
    columns = ["REF NO.", "Complaint Date", "Coments", "Team-Name", "incidentDate", "E mail"]
    assert match_columns(columns, FIELDS) == {
        "reference": "REF NO.",
        "received": "Complaint Date",
        "words": "Coments",
        "team": "Team-Name",
        "happened": "incidentDate",
        "email": "E mail",
    }


def test_what_only_resembles_is_left_to_the_person():
    columns = ["Date resolved", "Date closed", "Date", "Term", "Comment 2", "Service user", ""]
    assert set(match_columns(columns, FIELDS).values()) == {None}
    assert match_columns(["Date recieved"], FIELDS)["received"] == "Date recieved"


def test_one_column_is_never_given_twice_and_the_closest_goes_first():
    fields = {"one": ["comment"], "two": ["comments"]}
    assert match_columns(["Comments"], fields) == {"one": None, "two": "Comments"}
    assert match_columns(["Coments", "Comments"], {"words": ["comments"]}) == {"words": "Comments"}
    assert match_columns(["Comment", "comment"], fields) == {"one": "Comment", "two": "comment"}


def test_the_first_spelling_wins_over_later_ones():
    assert match_columns(["Service", "Team name"], {"team": ["team name", "service"]}) == {
        "team": "Team name"
    }


def test_nothing_to_match():
    assert match_columns([], FIELDS) == dict.fromkeys(FIELDS)
    assert match_columns(["a"], {}) == {}


headings = st.one_of(
    st.sampled_from(["Date", "Date received", "Comment", "Team", "Ref", "Refs"]), st.text(max_size=12)
)


@given(
    st.lists(headings, unique=True, max_size=8),
    st.dictionaries(headings, st.lists(headings, max_size=3), max_size=6),
)
def test_always_columns_that_exist_and_never_one_twice(columns, fields):
    matched = match_columns(columns, fields)
    assert list(matched) == list(fields)
    used = [column for column in matched.values() if column is not None]
    assert len(used) == len(set(used))
    assert set(used) <= set(columns)
