"""How each mechanism is done, through the pages, by somebody of its role: one function for each kind of record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.tables.intervals import whole_percent
from goldthread.briefings.models import Receipt
from goldthread.casework.ombudsman.figures import of_year
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.models import Person
from goldthread.dates import financial_year
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.public.models import Submission
from goldthread.reports.kinds import KINDS
from goldthread.reports.models import BoardReport, Stage
from goldthread.reports.periods import periods
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import readable_points
from goldthread.thread.mechanisms import Mechanism, address
from tests.cast import Cast
from tests.public.filling import FOR_HER, Visitor
from tests.thread import involvement_acts
from tests.thread.mechanism_acts_at_meetings import ACTS_AT_MEETINGS
from tests.thread.mechanism_acts_on_a_claim import ACTS_ON_A_CLAIM
from tests.thread.mechanism_acts_on_bodies import ACTS_ON_BODIES
from tests.thread.mechanism_acts_on_documents import ACTS_ON_DOCUMENTS
from tests.thread.mechanism_acts_on_pilots import ACTS_ON_PILOTS
from tests.thread.mechanism_acts_on_reports import ACTS_ON_REPORTS
from tests.thread.mechanism_acts_on_requests import ACTS_ON_REQUESTS
from tests.thread.mechanism_pages import choices, day, figure, read, send


def _url(person: Person, mechanism: Mechanism) -> str:
    return address(person, mechanism)


def _page(record: Any, query: str = "") -> str:
    return reverse(record.spec.page, args=[record.pk]) + query


def _number(page: str, pattern: str) -> int:
    match = figure(pattern).search(page)
    assert match, f"the page has no {pattern}"
    return int(match[1].replace(",", ""))


def hear(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Record feedback of the same type, and see it; nobody can take away what somebody said."""
    text = "Zebra crossing outside the day centre, please, and a bench beside it."
    form = reverse("feedback:receive_source", args=[feedback.source])
    boxes = day("received_on", timezone.localdate())
    team = {"team": feedback.team_id}
    page = send(client, form, if_asked=team, point_1=text, channel="other", **boxes)
    assert text in page
    added = re.search(rf"{SOURCES[feedback.source].name} (F-\d+)", page)
    assert added
    assert f"{added[1]} " in read(client, f"{reverse('feedback:list')}?source={feedback.source}")
    words = Point.objects.get(feedback=feedback, position=1).text
    correct = client.get(reverse("feedback:edit_feedback", args=[feedback.pk])).content.decode()
    assert words in read(client, _page(feedback))
    assert not re.search(rf"<textarea[^>]*>\s*{re.escape(words[:40])}", correct)


def collect(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Record feedback of five types in one place, and see them in one list, each as what it is."""
    types = ("complaint", "compliment", "concern", "staff_feedback", "outreach")
    for source in types:
        text = f"The day centre has no bench: number {types.index(source)}."
        form, boxes = (
            reverse("feedback:receive_source", args=[source]),
            day("received_on", timezone.localdate()),
        )
        subject = f"No bench, number {types.index(source)}"
        send(client, form, point_1=text, subject=subject, channel="other", **boxes)
    page = read(client, _url(person, mechanism))
    for source in types:
        subject = f"No bench, number {types.index(source)}"
        assert re.search(rf"F-\d+ {subject} {SOURCES[source].name}", page), source


def answer(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Answer what a board raised, and see the answer beside what came of it."""
    given = "The question is on the form. We tell you in spring how often it was answered."
    url = _url(person, mechanism)
    assert given not in read(client, url)
    send(client, reverse("feedback:respond", args=[feedback.pk]), response=given)
    assert given in read(client, url)


def check(client: Client, person: Person, mechanism: Mechanism, action: Any) -> None:
    """Check whether an action is embedded, by a sample, and see it."""
    assert "19 of 20" not in read(client, _page(action))
    send(
        client,
        reverse("learning:check_embedded", args=[action.pk]),
        embedded="yes",
        shown_by="sample",
        sample=20,
        passed=19,
        where="files of the month",
        note="Nineteen of twenty files picked by lot.",
        **day("checked_on", timezone.localdate()),
    )
    page = read(client, _page(action))
    assert "Done Embedded" in page and "Not embedded Record" not in page
    assert "95% (19 of 20" in page


def measure(client: Client, person: Person, mechanism: Mechanism, record: Any) -> None:
    """Post a reading, and see it as the newest."""
    reading = mechanism.figure.replace("#", "75")
    assert not read(client, _page(record)).count(f"{reading} in")
    send(client, reverse("impact:reading", args=[record.pk]), numerator=90, denominator=120)
    assert f"{reading} in" in read(client, _page(record))


def cite(client: Client, person: Person, mechanism: Mechanism, claim: Any) -> None:
    """Add feedback to a claim's evidence, and see that it counts."""
    before = read(client, _page(claim))
    form = reverse("evidence:add_evidence", args=[claim.pk]) + "?kind=feedback"
    send(client, form, cite=choices(client, form, "cite")[0], note="Heard this month.")
    after = read(client, _page(claim))
    assert "Heard this month." in after and "Heard this month." not in before
    counted = r"Based on (\d+) pieces? of feedback"
    assert int(re.search(counted, after)[1]) == int(re.search(counted, before)[1]) + 1
    if mechanism.state == "No feedback":
        assert mechanism.shows in before and mechanism.shows not in after
    if mechanism.figure == "# of # in":
        _post_what_it_cites(client, claim)


def _post_what_it_cites(client: Client, claim: Any) -> None:
    """Post a reading of the measure that a claim cites, and see that the claim's figure follows."""
    [cited] = claim.citations.exclude(measure=None)
    before = figure("# of # in").search(read(client, _page(claim)))
    send(client, reverse("impact:reading", args=[cited.measure_id]), numerator=90, denominator=120)
    after = figure("# of # in").search(read(client, _page(claim)))
    assert (before[1], before[2]) != ("90", "120") and (after[1], after[2]) == ("90", "120")


def base(client: Client, person: Person, mechanism: Mechanism, lesson: Any) -> None:
    """Add an issue to what a lesson is based on, and see it counted."""
    before = read(client, _page(lesson))
    heard = readable_points(person).filter(heard_on__lt=lesson.recorded_on).exclude(lessons__lesson=lesson)
    point = heard.order_by("-heard_on", "pk")[0]
    send(client, reverse("learning:add_points", args=[lesson.pk]), point=[str(point.pk)])
    after = read(client, _page(lesson))
    assert " ".join(point.text.split()) in after
    assert _number(after, mechanism.figure) == _number(before, mechanism.figure) + 1


def decide(client: Client, person: Person, mechanism: Mechanism, finding: Any) -> None:
    """Decide anew about a finding, and see decision, reason and days."""
    before = read(client, _page(finding))
    send(
        client,
        reverse("reviews:decide", args=[finding.pk]),
        decision="not_implemented",
        reason="Another council does it for us.",
        **day("decided_on", timezone.localdate()),
    )
    after = read(client, _page(finding))
    assert "Not implemented" in after and "Another council does it for us." in after
    assert "Not implemented" not in before.partition("Timeline")[0]
    days = (timezone.localdate() - finding.review.decided_on).days
    assert f"From review to this decision {days:,} days" in after


def find(client: Client, person: Person, mechanism: Mechanism, review: Any) -> None:
    """Add a finding to a review, and see it and how many are still to decide."""
    counted = r"Decided: (\d+) of (\d+)\. Embedding shown: (\d+) of (\d+)\."
    before = [int(part) for part in re.search(counted, read(client, _page(review))).groups()]
    text = "Nobody could say who reads the answers."
    send(client, reverse("reviews:add_findings", args=[review.pk]), text_1=text)
    page = read(client, _page(review))
    decided, of, embedded, _ = before
    assert text in page
    assert [int(part) for part in re.search(counted, page).groups()] == [decided, of + 1, embedded, of + 1]


def investigate(client: Client, person: Person, mechanism: Mechanism, review: Any) -> None:
    """Record another decision of the same kind, and see it among those investigated in its year."""
    url = _url(person, mechanism)
    before = _number(read(client, url).replace(" was ", " were "), "of # investigated")
    send(
        client,
        reverse("reviews:record_kind", args=[review.kind]),
        title="Ombudsman decision: a key safe that nobody fitted",
        outcome="Upheld: fault and injustice",
        text_1="Nobody fitted the key safe.",
        **day("decided_on", timezone.localdate()),
    )
    page = read(client, url)
    assert "a key safe that nobody fitted" in page
    assert _number(page, "of # investigated") == before + 1


def acknowledge(client: Client, person: Person, mechanism: Mechanism, briefing: Any) -> None:
    """Mark a briefing as read, say how it was used, and see one reader more of those it was sent to, and the use."""
    page, row = _page(briefing), figure(mechanism.figure)
    have_read, people = (int(part) for part in row.search(read(client, page)).groups())
    is_new = not Receipt.objects.filter(briefing=briefing, person=person).exists()
    used = "We asked it at our Tuesday meeting and changed the rota."
    send(client, page, how_used=used, **day("discussed_on", timezone.localdate()))
    after = read(client, page)
    assert used in after
    assert [int(part) for part in row.search(after).groups()] == [have_read + is_new, people]
    assert int(figure("Discussed # of #").search(after)[1]) > 0


def decide_what_was_learned(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Say of an upheld issue why there is no lesson; without that its case cannot be closed."""
    close = reverse("casework:close", args=[feedback.pk])
    assert "Learning decisions missing" in read(client, close)
    issue = feedback.points.get(position=_number(read(client, _page(feedback)), mechanism.figure))
    because = "One call that was forgotten on one day, and made up for."
    send(client, reverse("casework:decide_learning", args=[issue.pk]), decision="none", because=because)
    page = read(client, _page(feedback))
    assert because in page and "no decision on what was learned" not in page
    assert "Learning decisions missing" not in read(client, close)


def code(client: Client, person: Person, mechanism: Mechanism, theme: Theme) -> None:
    """Code an issue with two themes, and see it under both."""
    url = _url(person, mechanism)
    other = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE).exclude(pk=theme.pk)[0]
    query = urlsplit(url).query
    issues = f"{reverse('themes:issues', args=[theme.pk])}?{query}"
    page = read(client, issues)
    # Where the page shows one type of feedback only, one of that type, which may be coded anew.
    source = parse_qs(query).get("source")
    points = readable_points(person).filter(**({"source": source[0]} if source else {"coded_at": None}))
    point = next(
        point for point in points.order_by("-heard_on", "pk") if " ".join(point.text.split()) not in page
    )
    text = " ".join(point.text.split())
    form = reverse("themes:point", args=[point.pk])
    # Coded anew, it may have been one with no suitable theme.
    send(client, form, theme=[str(theme.pk), str(other.pk)], tone=["-1"], nothing=[])
    assert text in read(client, issues)
    assert text in read(client, reverse("themes:issues", args=[other.pk]))


def compare_sources(client: Client, person: Person, mechanism: Mechanism, theme: Theme) -> None:
    """Look at one theme in complaints, unless asked otherwise, in praise, and in all that was said: each with its base."""
    complaints, praise, all_of = (
        _number(
            read(client, reverse("themes:sources", args=[theme.pk]) + query),
            f"Type of feedback, of # {issues}",
        )
        for query, issues in (
            ("", "negative issues"),
            ("?tone=praise", "positive issues"),
            ("?tone=count", "issues"),
        )
    )
    assert all_of > complaints > 0 and praise > 0 and complaints + praise <= all_of
    by_source = _number(
        read(client, reverse("themes:sources", args=[theme.pk]) + "?source=complaint"),
        "Type of feedback, of # negative issues",
    )
    assert 0 < by_source < complaints


def report(client: Client, person: Person, mechanism: Mechanism, edition: Any) -> None:
    """Make another edition of the same kind and period, and see it as a draft with the figure and its base."""
    before = read(client, _page(edition))
    period = next(
        each.slug
        for each in periods(timezone.localdate(), KINDS[edition.kind].periods)
        if (each.since, each.until) == (edition.since, edition.until)
    )
    after = send(client, reverse("reports:make_kind", args=[edition.kind]), period=period)
    made = BoardReport.objects.filter(kind=edition.kind, stage=Stage.DRAFT).latest("number")
    assert f"Draft {made.reference} made" in after and "Draft: not published" in after
    counted = figure(mechanism.figure)
    assert counted.search(after).groups() == counted.search(before).groups()
    assert mechanism.shows in after
    if base_is := re.search(r"# # #%", mechanism.figure):
        number, of, share = (int(part.replace(",", "")) for part in counted.search(after).groups())
        assert share == round(100 * number / of), base_is


def authorise(client: Client, person: Person, mechanism: Mechanism, enquiry: Any) -> None:
    """Authorise a reply to the ombudsman, by themselves, and see who did; nobody else can send it before."""
    assert "Nobody yet" in read(client, _page(enquiry))
    form = reverse("casework:authorise_response", args=[enquiry.pk])
    send(client, form, **day("authorised_on", timezone.localdate()))
    page = read(client, _page(enquiry))
    assert "Authorised, to be sent" in page and f"Authorised by {person.name}" in page


def decide_enquiry(client: Client, person: Person, mechanism: Mechanism, enquiry: Any) -> None:
    """Record what the ombudsman decided of an enquiry, and see it counted on the base of its investigations."""
    start = financial_year(timezone.localdate())
    before = of_year(person, start, today=timezone.localdate()).upheld
    waiting = OmbudsmanEnquiry.objects.visible_to(person).filter(review=None, due_on__isnull=False)[0]
    send(
        client,
        reverse("casework:record_decision", args=[waiting.pk]),
        title="Ombudsman decision: a Friday that nobody answered for",
        outcome="Upheld: fault and injustice",
        **day("decided_on", timezone.localdate()),
    )
    page = read(client, _url(person, mechanism))
    part, of = before.part.count + 1, before.of.count + 1
    assert f"{part} of {of}: {whole_percent(part, of)}%, likely" in page


def speak_up(client: Client, person: Person, mechanism: Mechanism, route: Any) -> None:
    """Speak up from where the routes are, follow it by its private link, and see no word of it there."""
    page = client.get(reverse("speaking_up:home")).content.decode()
    assert _page(route) in page
    form = reverse("speaking_up:speak_up")
    drawn = re.search(r'name="secret"[^>]*value="([^"]+)"', client.get(form).content.decode())
    assert drawn
    told = {
        "about": "practice",
        "words": "Nobody checks the lockers.",
        "named": "without",
        "secret": drawn[1],
    }
    sent = client.post(form, told).content.decode()
    assert "Copy this link now" in sent
    link = reverse("speaking_up:follow", args=[person.council.slug, drawn[1]])
    assert link in sent
    followed = read(Client(), link)
    assert "has not been read yet" in followed and "lockers" not in followed


def tell_in_easy_read(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Somebody without an account complains, and shares an idea, in easy read; whoever answers sees how they filled it in."""
    answers = {"who": "person", "words": "Please make the bus times with pictures.", "answer": "no"}
    for kind in ("complaint", "idea"):
        somebody, start = Client(), reverse("public:start", args=[person.council.slug])
        page = somebody.get(f"{start}?reading=easy").content.decode()
        assert page.count("<svg") > 6 and "You can tell us about your care." in page
        at = somebody.post(start, {"kind": kind}).url
        while not at.endswith("/check/"):
            assert "<svg" in somebody.get(at).content.decode(), at
            at = somebody.post(at, answers).url
        sent = somebody.post(at, follow=True).content.decode()
        reference = re.search(r"<strong>(F-\d+)</strong>", sent)
        assert "Thank you. We have it" in sent and reference
        page = read(client, reverse("public:submissions"))
        assert reference[1] in page
        form = Submission.objects.get(council=person.council, feedback__number=reference[1][2:])
        assert "Filled in as Easy read, English" in read(client, _page(form))


def come_by_a_door(client: Client, person: Person, mechanism: Mechanism, form: Any) -> None:
    """Send a form by the same door as somebody without an account, and see it counted."""
    before = _number(read(client, _page(form)), mechanism.figure)
    Visitor(Cast(person.council.slug), form.door).send(FOR_HER | {"kind": form.kind, "group": "A group"})
    assert _number(read(client, _page(form)), mechanism.figure) == before + 1


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "feedback": hear,
    "action": check,
    "measure": measure,
    "claim": cite,
    "lesson": base,
    "finding": decide,
    "review": find,
    "briefing": acknowledge,
    "theme": code,
    "boardreport": report,
    "ombudsmanenquiry": authorise,
    "speakinguproute": speak_up,
    "submission": come_by_a_door,
    "involvement": involvement_acts.view,
    "maturityrating": involvement_acts.rate,
    # On a page that lists records, by the name of the page.
    "feedback:list": collect,
    "boards": answer,
    "reviews:list": investigate,
    "themes:list": compare_sources,
    "casework:ombudsman": decide_enquiry,
    # By its number, where others do something else to a record of that type.
    "64": decide_what_was_learned,
    "127": tell_in_easy_read,
    **ACTS_AT_MEETINGS,
    **ACTS_ON_A_CLAIM,
    **ACTS_ON_BODIES,
    **ACTS_ON_DOCUMENTS,
    **ACTS_ON_PILOTS,
    **ACTS_ON_REPORTS,
    **ACTS_ON_REQUESTS,
}


def act_of(mechanism: Mechanism) -> Callable[[Client, Person, Mechanism, Any], None]:
    """Return how a mechanism is done."""
    listed = mechanism.where.removeprefix("page:").strip() if mechanism.where.startswith("page:") else ""
    return ACTS.get(mechanism.number) or ACTS[listed or mechanism.record.partition(":")[0]]
