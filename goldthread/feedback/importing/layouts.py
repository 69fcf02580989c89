"""Layouts of the case systems that councils have, recognised by their headings: which column is which field.

A layout says how sure its names are, and the page that matches columns shows it. Nobody has tried one on a real
file of a council yet: each is a start for the person who matches the columns, and what they change is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NOT_TRIED = "It has not been tried on a real file: check each column."
# So many of the headings by which a layout is known must be there.
_SHARE = 0.6

# How several rows with one reference are read.
ISSUES, LATEST, FIRST = "issues", "latest", "first"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One layout: its headings, its fields' columns, how several rows of a case are read, and how sure that is.

    kinds: which of the system's types are which of our types of feedback; rows of other types are left out and counted.
    known_by: the headings that are its own.
    """

    slug: str
    name: str
    sure: str
    columns: Mapping[str, str]
    known_by: Sequence[str]
    several_rows: str = ""
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)


ICASEWORK = Layout(
    slug="icasework",
    name="iCasework",
    sure="Most headings were read in a published program that uses the system; those of what a complaint says, of its "
    "stages and how a report is laid out are our guess.",
    columns={
        "text": "CaseDetailsComplaint.Details",
        "received_on": "CaseStatusReceipt.DateReceived",
        "team": "CaseDetails.Team",
        "service": "CaseDetails.Directorate",
        "channel": "CaseStatusReceipt.Method",
        "speaker": "MainParty.Category",
        "their_reference": "CaseDetails.CaseId",
        "outcome": "CaseStatus.CurrentOutcome",
        "closed_on": "CaseStatusClosure.DateClosed",
        "responded_on": "CaseStageStage1.DateCompleted",
        "feedback_type": "CaseDetails.CaseType",
        "stage": "CaseStatus.CurrentStage",
        "stage_2_on": "CaseStageStage2.DateReceived",
        "found_because": "CaseStageStage1.OutcomeDetails",
    },
    known_by=(
        "CaseDetails.CaseId",
        "CaseDetails.CaseType",
        "CaseStatus.Status",
        "CaseStatusReceipt.DateReceived",
        "CaseStatusClosure.DateClosed",
    ),
    several_rows=LATEST,
)
ICASEWORK_XML = Layout(
    slug="icasework-xml",
    name="iCasework, cases in XML",
    sure="The names of the elements were read in a published program that uses the system; those were of requests for "
    "information, and what a complaint says is our guess.",
    columns={
        "text": "Attributes.Details",
        "received_on": "RequestDate",
        "channel": "RequestMethod",
        "their_reference": "CaseId",
        "outcome": "Status",
        "feedback_type": "Type",
    },
    known_by=("CaseId", "Type", "Label", "RequestMethod", "RequestDate", "Status"),
    several_rows=LATEST,
)
RESPOND = Layout(
    slug="respond",
    name="Respond",
    sure="The names of fields and lists were read in a program that one council has published; each council names its own, "
    "and how a report is laid out is our guess.",
    columns={
        "text": "Description",
        "received_on": "Receipt Date",
        "team": "Team",
        "service": "Service Director",
        "channel": "How Received",
        "their_reference": "Feedback Type & Reference Number",
        "outcome": "Overall Outcome",
        "feedback_type": "Feedback Type",
        "stage": "Received in Stage",
        "learning": "Corporate Actions",
    },
    known_by=(
        "Feedback Type & Reference Number",
        "Feedback Type",
        "Receipt Date",
        "Received in Stage",
        "Service Director",
        "Overall Outcome",
    ),
    several_rows=FIRST,
    kinds={
        "complaint": ("adult statutory", "corporate", "complaint"),
        "compliment": ("compliment",),
        "suggestion": ("comment", "suggestion"),
    },
)
LAYOUTS: Mapping[str, Layout] = {each.slug: each for each in (ICASEWORK, ICASEWORK_XML, RESPOND)}


def recognise(columns: Sequence[str]) -> Layout | None:
    """Return the layout whose own headings these are, the likeliest first; None for any other spreadsheet."""
    there = {_plain(column) for column in columns}
    shares = [
        (sum(_plain(each) in there for each in layout.known_by) / len(layout.known_by), layout)
        for layout in LAYOUTS.values()
    ]
    share, layout = max(shares, key=lambda pair: pair[0])
    return layout if share >= _SHARE else None


def mapping_of(layout: Layout, columns: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return each field's column in a spreadsheet of a layout, spelled as it is there; "" for none."""
    there = {_plain(column): column for column in columns}
    return {name: there.get(_plain(layout.columns.get(name, "")), "") for name in fields}


def of_type(layout: Layout | None, kind: str, source: str) -> bool | None:
    """Return whether a row of a system's type is of a type of feedback; None where its layout does not say."""
    if layout is None or not layout.kinds or not kind.strip():
        return None
    return kind.casefold().strip() in layout.kinds.get(source, ())


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
