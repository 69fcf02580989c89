"""What the ombudsman asked Avonshire, the remedies of a decision, what others published, and incidents reported."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from goldthread.casework import remedies
from goldthread.casework.ombudsman import commands
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.database import tenant
from goldthread.council.models import Team
from goldthread.dates import add_months, financial_year, period_end
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.feedback import commands as feedback_commands
from goldthread.feedback.models import Feedback, Point
from goldthread.impact.comparators.commands import Published, import_comparators
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Decision, Finding, Review
from goldthread.themes.coding import commands as coding

_DAY = datetime.timedelta(days=1)
# So long before its decision the ombudsman asked, and so long before that the complaint came.
_ASKED, _CAME = 75 * _DAY, 20 * _DAY
_TO_REPLY = 28 * _DAY
# So many incidents in a month, from the first of the two years on; the twelve begin anew.
_INCIDENTS = (2, 3, 1, 2, 4, 2, 3, 1, 2, 3, 2, 2)
_HARM = ("None: a near miss", "Low", "None: a near miss", "Moderate")
_SOURCE = "Local Government and Social Care Ombudsman, annual tables"


def add(story: Story) -> None:
    """Add all of it."""
    told = content.toml("ombudsman")
    complaints = _complaints(story)
    for entry in told["decided"]:
        _decided(story, entry, complaints)
    _recommended(story, told["recommended"], complaints)
    _waiting(story, told["waiting"], complaints)
    _premature(story, told["premature"], complaints)
    _publish(story, told)
    _report_incidents(story, told["incidents"])


def _complaints(story: Story) -> list[Feedback]:
    """Return complaints that are closed, the newest first, each to be taken once."""
    with tenant.inside(story.clock.council_id):
        closed = Feedback.objects.filter(
            council=story.clock.council,
            source="complaint",
            closed_on__isnull=False,
            is_locked=False,
            withdrawn_on=None,
            case=None,
        ).exclude(team=None)
        return list(closed.select_related("team").order_by("-received_on", "-id"))


def _take(complaints: list[Feedback], before: datetime.date, team: Team | None = None) -> Feedback | None:
    """Return the newest complaint that came before a day, of a team where one is named, and take it from the list."""
    found = next(
        (each for each in complaints if each.received_on <= before and team in (None, each.team)), None
    )
    if found is not None:
        complaints.remove(found)
    return found


def _ask(
    story: Story, feedback: Feedback, entry: dict[str, Any], received_on: datetime.date, **fields: Any
) -> OmbudsmanEnquiry:
    given: dict[str, Any] = {"kind": "investigation", "due_on": received_on + _TO_REPLY} | fields
    return commands.record_enquiry(
        by=story.people["dilys-okafor"],
        feedback=feedback,
        their_reference=entry["reference"],
        title=entry["title"],
        asked=entry["asked"],
        received_on=received_on,
        **given,
    )


def _reply(story: Story, enquiry: OmbudsmanEnquiry, entry: dict[str, Any], *, days_late: int = -5) -> None:
    """Draft a reply, have the director authorise it, and send it so many days after its date."""
    assert enquiry.due_on is not None
    dilys, sent_on = story.people["dilys-okafor"], enquiry.due_on + days_late * _DAY
    commands.draft_response(
        by=dilys, enquiry=enquiry, response=entry["reply"], learning_note=entry["learned"]
    )
    commands.authorise_response(
        by=story.people["helen-castledine"], enquiry=enquiry, authorised_on=sent_on - _DAY
    )
    commands.record_sent(by=dilys, enquiry=enquiry, sent_on=sent_on)


def _decided(story: Story, entry: dict[str, Any], complaints: list[Feedback]) -> None:
    """Record what was asked before a decision of the reviews, and link it; compliance as the ombudsman found it."""
    with tenant.inside(story.clock.council_id):
        review = Review.objects.get(
            council=story.clock.council, kind=OMBUDSMAN, their_reference=entry["reference"]
        )
    received_on = review.decided_on - _ASKED
    feedback = _take(complaints, received_on - _CAME)
    if feedback is None:
        return
    dilys = story.people["dilys-okafor"]
    enquiry = _ask(story, feedback, entry, received_on)
    _reply(story, enquiry, entry, days_late=entry["days_late"] or -5)
    commands.link_decision(by=dilys, enquiry=enquiry, review=review)
    on = review.decided_on + 70 * _DAY
    if entry["compliance"] and on <= story.today:
        commands.record_compliance(
            by=dilys, enquiry=enquiry, compliance=entry["compliance"], compliance_on=on
        )


def _recommended(story: Story, entry: dict[str, Any], complaints: list[Feedback]) -> None:
    """Let the ombudsman decide with three remedies, of which the last is not done by its date."""
    # A day of a month, so that what it is counted in is as far back on whatever day the demo is built.
    dilys, decided_on = story.people["dilys-okafor"], story.day(-4, 12)
    team = story.teams[entry["team"]]
    feedback = _take(complaints, decided_on - _ASKED - _CAME, team)
    assert feedback is not None
    manager = story.people[entry["owner"]]
    enquiry = _ask(story, feedback, entry, decided_on - _ASKED)
    _reply(story, enquiry, entry)
    commands.record_decision(
        by=dilys,
        enquiry=enquiry,
        title=entry["decision"],
        outcome=entry["outcome"],
        decided_on=decided_on,
        today=story.today,
        summary=entry["summary"],
        faults=entry["faults"],
    )
    with tenant.inside(story.clock.council_id):
        findings = list(Finding.objects.filter(review=enquiry.review).select_related("review"))
        points = list(Point.objects.filter(finding__in=findings))
    for finding in findings:
        reviews.decide(
            by=dilys,
            finding=finding,
            decision=Decision.ACCEPTED,
            decided_on=decided_on + 7 * _DAY,
            reason="As the ombudsman recommended: three remedies.",
            owner=manager,
        )
    coding.code_points(
        by=dilys, decisions=[(point, [story.theme(slug) for slug in entry["themes"]]) for point in points]
    )
    for each in entry["remedies"]:
        remedy = commands.agree_ombudsman_remedy(
            by=dilys,
            enquiry=enquiry,
            kind=each["kind"],
            title=each["title"],
            amount=Decimal(each["amount"]) if "amount" in each else None,
            agreed_on=decided_on,
            due_on=decided_on + each["due"] * _DAY,
            owner=manager,
        )
        if "done" in each:
            done_on, accepted_on = (decided_on + each[name] * _DAY for name in ("done", "accepted"))
            remedies.complete_remedy(by=dilys, remedy=remedy, done_on=done_on, proof=each["proof"])
            commands.accept_remedy(by=dilys, remedy=remedy, accepted_on=accepted_on)


def _waiting(story: Story, entry: dict[str, Any], complaints: list[Feedback]) -> None:
    """Leave a reply drafted, for the director to authorise before its date."""
    feedback = _take(complaints, story.today - 60 * _DAY)
    assert feedback is not None
    dilys, received_on = story.people["dilys-okafor"], story.today - 22 * _DAY
    enquiry = _ask(story, feedback, entry, received_on, kind=entry["kind"], owner=dilys)
    commands.draft_response(
        by=dilys, enquiry=enquiry, response=entry["reply"], learning_note=entry["learned"]
    )


def _premature(story: Story, entry: dict[str, Any], complaints: list[Feedback]) -> None:
    feedback = _take(complaints, story.today - 40 * _DAY)
    if feedback is not None:
        _ask(story, feedback, entry, story.today - 9 * _DAY, kind="premature", due_on=None)


def _years(story: Story, entry: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the parts of each of a place's figures, the newest year first, and its financial year."""
    starts = add_months(financial_year(story.today), -12)
    for at in range(len(entry.get("values") or entry["numerators"])):
        top = Decimal(entry["numerators"][at]) if "numerators" in entry else None
        bottom = Decimal(entry["denominators"][at]) if "denominators" in entry else None
        value = Decimal(str(entry["values"][at])) if "values" in entry else None
        if value is None:
            assert top is not None and bottom is not None
            value = (top * 100 / bottom).quantize(Decimal("0.0001"))
        first = add_months(starts, -12 * at)
        year = {"starts": first, "ends": period_end(first, 12)}
        yield {"value": value, "numerator": top, "denominator": bottom}, year


def _publish(story: Story, told: dict[str, Any]) -> None:
    grace = story.people["grace-adeyinka"]
    means = {"ombudsman_upheld": "Detailed investigations", "ombudsman_complied": "Compliance outcomes"}
    figures = [
        Published(
            place=entry["place"],
            about=entry["about"],
            unit="%",
            denominator_means=means[entry["about"]] if parts["denominator"] else "",
            source=f"{_SOURCE} {year['starts'].year} to {year['ends'].year} (invented)",
            **parts,
            **year,
        )
        for entry in told["published"]
        for parts, year in _years(story, entry)
    ]
    import_comparators(by=grace, published=figures, today=story.today)
    for entry in told["beside"]:
        measure = story.measures[entry["measure"]]
        beside = [
            Published(
                place=entry["place"],
                unit=measure.unit,
                denominator_means=entry["denominator_means"],
                code=entry.get("code", ""),
                counts_same="differs" not in entry,
                differs=entry.get("differs", ""),
                source=f"{entry['source']} (invented)",
                **parts,
                **year,
            )
            for parts, year in _years(story, entry)
        ]
        import_comparators(by=grace, published=beside, measure=measure, today=story.today)


def _report_incidents(story: Story, entry: dict[str, Any]) -> None:
    """Receive a few incidents of each month, and code them; each is told of one place, and of no person."""
    pieces, theme_of = [], {}
    number = 0
    for offset in range(-24, 0):
        for each in range(_INCIDENTS[offset % len(_INCIDENTS)]):
            slug = entry["themes"][(offset + each) % len(entry["themes"])]
            texts, places = entry[slug], entry["places"]
            text = texts[number // len(entry["themes"]) % len(texts)].format(
                place=places[number % len(places)]
            )
            piece = feedback_commands.NewFeedback(
                source="incident",
                points=[text],
                received_on=story.day(offset, 4 + 7 * each),
                speaker="staff",
                team=story.teams["hospital-discharge" if slug == "hospital-discharge" else "locality-north"],
                extra={"harm": _HARM[number % len(_HARM)]},
                tone=-1,
                their_reference=f"INC-{4100 + number}",
            )
            theme_of[piece.fingerprint()] = slug
            pieces.append(piece)
            number += 1
    received = feedback_commands.receive_many(by=story.people["dilys-okafor"], pieces=pieces)
    with tenant.inside(story.clock.council_id):
        points = {point.feedback_id: point for point in Point.objects.filter(feedback__in=received)}
    decisions = [(points[each.pk], [story.theme(theme_of[each.fingerprint])]) for each in received]
    # Not from the queue, of which some would be coded a second time: which, follows from keys, and differs with the day.
    coding.code_points(by=story.people["grace-adeyinka"], decisions=decisions)
