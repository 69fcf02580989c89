"""Avonshire's reports: the annual report and the local account published, the quarter's themes for comment, and others."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.council.notes import commands as notes
from goldthread.demo.story import Story
from goldthread.reports import commands as reports
from goldthread.reports.kinds import KINDS
from goldthread.reports.models import BoardReport

_ANNUAL = {
    "introduction": "Everybody who complained gave us their time to tell us what went wrong. This report says what they "
    "told us, and what we did.",
    "matters": "Waiting without knowing how long runs through complaints about assessment, equipment and money. We now "
    "ring people who wait, and say when we ring next.\n\nLetters that people could not understand are the second matter. "
    "People who receive our letters write the next ones with us.",
    "action": "Each upheld issue has a decision about what was learned: a lesson, or the reason why there is none.",
    "heard": "We hear little from people who cannot use a form or a telephone by themselves. From January two community "
    "groups ask on our behalf.",
}
_CODE = {
    "self_assessment": "We meet the Code in all but one point: two replies at stage 2 took longer than 20 working days, "
    "and we did not say so in time.",
    "learning": "We learned to say when we ring next, and to write less.",
    "action": "The three actions below come from complaints of the year.",
}
_RESPONSE = (
    "I have read this report and asked the director about it. I welcome that people are rung while they wait. I ask for "
    "the figures of replies in time at each meeting."
)
_THEMES = {
    "introduction": "More people wrote about money than in any quarter of last year.",
    "themes": "What is said of money is about letters more than about the amounts.",
}
_PARTNERS = {
    "introduction": "What people told us about care in this quarter, for our partners in health and the voluntary sector.",
    "changed": "We ask partners to tell us what they hear of waiting for an assessment.",
}
_LOCAL = {
    "introduction": "Each year we say what people told us about adult social care in Avonshire, and what we did.",
    "not_changed": "Waiting for an assessment is still too long for many. We have asked for more assessors, and do not "
    "have them yet.",
}
_ADULT_REVIEWS = {
    "introduction": "The board thanks every family that took part, and everybody who told us how it was to work with somebody.",
}
_COMMENT = "Say in the first sentence how many people this is, not only that it is more."


def make(story: Story) -> None:
    """Make an edition of each kind, at different stages."""
    maker, director = story.people["dilys-okafor"], _of_role(story, "director")
    annual = _draft(story, maker, "annual", _ANNUAL)
    _publish(story, annual, director)
    code = _draft(story, maker, "code", _CODE)
    reports.ask_for_comments(by=maker, report=code)
    reports.approve(by=director, report=code, on=story.today)
    member = _of_role(story, "councillor")
    reports.respond(by=member, report=code, response=_RESPONSE, on=story.today)
    themes = _draft(story, maker, "themes", _THEMES)
    reports.ask_for_comments(by=maker, report=themes)
    notes.add_note(by=director, record=themes, text=_COMMENT)
    _publish(story, _draft(story, maker, "themes_partners", _PARTNERS), director)
    _publish(story, _draft(story, maker, "local_account", _LOCAL), director)
    _publish(story, _draft(story, maker, "member", {}, period=f"{story.today.year - 1}"), director)
    _draft(story, maker, "case_list", {}, source="complaint", count=20, seed=20261130)
    _draft(story, story.people["ian-prettejohn"], "adult_reviews", _ADULT_REVIEWS)


def _draft(
    story: Story, maker: Person, kind: str, texts: dict[str, str], *, period: str = "", **criteria: object
) -> BoardReport:
    report = reports.draft_report(by=maker, kind=kind, period=period, made_on=story.today, **criteria)
    assert set(texts) <= set(KINDS[kind].comments)
    return reports.write_commentary(by=maker, report=report, **texts) if texts else report


def _publish(story: Story, report: BoardReport, director: Person) -> None:
    maker = story.people["dilys-okafor"]
    reports.ask_for_comments(by=maker, report=report)
    reports.approve(by=director, report=report, on=story.today)
    reports.publish(by=maker, report=report, on=story.today)


def _of_role(story: Story, role: str) -> Person:
    """Return the one person of Avonshire with a role."""
    return next(
        person
        for person in story.people.values()
        if any(member.role == role for member in story.memberships(person))
    )
