"""Questions to the person and parts by others: asked, asked again, answered by staff or through a private link."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import closing, commands
from goldthread.casework.choices import CLOCK, Happened, State
from goldthread.casework.models import CaseEvent
from goldthread.casework.parts import commands as parts
from goldthread.casework.parts.models import CasePart
from goldthread.casework.procedures.choosing import choose_procedure
from goldthread.casework.questions import commands as questions
from goldthread.casework.questions.models import CaseQuestion
from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.links.commands import make_link
from goldthread.council.models import AuditLine
from goldthread.council.notifications.models import Notification
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import my_work
from goldthread.feedback.models import Point
from tests.casework.cases import case_of, made

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def manager(cast):
    return cast.person("complaints_manager")


def ask(cast, feedback, **fields) -> CaseQuestion:
    given = {"asked_on": today() - 2 * DAY, "due_on": today() + 5 * DAY, **fields}
    question = questions.ask_question(
        by=manager(cast), feedback=feedback, title="The visits", text="On which day did nobody come?", **given
    )
    cast.enter()
    return question


def ask_part(cast, feedback, **fields) -> CasePart:
    given = {"asked_on": today() - 2 * DAY, "due_on": today() + 5 * DAY, **fields}
    part = parts.ask_part(
        by=manager(cast),
        feedback=feedback,
        organisation=Organisation.objects.filter(council=cast.council).order_by("number").first(),
        title="The visit log",
        text="Please say who was to come on Tuesday, and what happened.",
        **given,
    )
    cast.enter()
    return part


def link(cast, record, until=None) -> str:
    made = make_link(by=manager(cast), record=record, until=until or today() + 5 * DAY)
    cast.enter()
    return reverse("private_link", args=[cast.council.slug, made.secret])


def read(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status
    return html.unescape(response.content.decode())


# -- Questions --------------------------------------------------------------------------------------


def test_a_question_that_gets_no_answer_comes_back_to_the_owner(avonshire, complaint):
    question = ask(avonshire, complaint, due_on=today() - DAY, asked_on=today() - 9 * DAY)
    assert question.owner == manager(avonshire)
    assert question in my_work.first(manager(avonshire), most=1000)
    assert question.states(today())[0].text == "No answer"


def test_the_procedure_says_whether_the_clock_waits_for_the_answer(avonshire, complaint):
    """An MP's enquiry waits for the answer, a statutory complaint does not."""
    enquiry = made(avonshire, source="mp_enquiry", received_on=today() - 2 * DAY)
    for feedback in (enquiry, complaint):
        commands.acknowledge(by=manager(avonshire), feedback=feedback, on=today() - 2 * DAY)
        avonshire.enter()
    before = {
        feedback.pk: feedback.due_on for feedback in (enquiry, complaint) if not feedback.refresh_from_db()
    }
    questions_ = [ask(avonshire, feedback) for feedback in (enquiry, complaint)]
    for feedback in (enquiry, complaint):
        feedback.refresh_from_db()
    assert enquiry.due_on is None and complaint.due_on == before[complaint.pk]
    for question in questions_:
        questions.record_answer(
            by=manager(avonshire),
            question=question,
            answered_on=today(),
            answer="On the Tuesday.",
            how="telephone",
        )
        avonshire.enter()
    enquiry.refresh_from_db()
    complaint.refresh_from_db()
    # The day after asking to the day of the answer: two days are taken out, of which weekends do not count anyway.
    assert enquiry.due_on is not None and enquiry.due_on >= before[enquiry.pk]
    assert complaint.due_on == before[complaint.pk]


def test_the_clock_goes_on_only_once_no_question_is_open(avonshire):
    enquiry = made(avonshire, source="mp_enquiry", received_on=today() - 2 * DAY)
    commands.acknowledge(by=manager(avonshire), feedback=enquiry, on=today() - 2 * DAY)
    avonshire.enter()
    first, second = ask(avonshire, enquiry), ask(avonshire, enquiry)
    answered = CaseEvent.objects.filter(case__feedback=enquiry, kind=Happened.QUESTION_ANSWERED)
    questions.give_up_question(
        by=manager(avonshire), question=first, ended_on=today(), reason="They were asked twice."
    )
    avonshire.enter()
    assert not answered.exists()
    questions.record_answer(
        by=manager(avonshire), question=second, answered_on=today(), answer="On the Tuesday.", how="letter"
    )
    avonshire.enter()
    assert answered.count() == 1


def test_asking_again_ends_the_older_link(avonshire, complaint):
    question = ask(avonshire, complaint)
    old = link(avonshire, question)
    assert "On which day did nobody come?" in read(old)
    questions.ask_again(
        by=manager(avonshire), question=question, asked_again_on=today(), due_on=today() + 9 * DAY
    )
    avonshire.enter()
    gone = read(old, 410)
    assert "A newer link was made in its place." in gone and "On which day" not in gone
    newer = link(avonshire, question)
    assert "On which day did nobody come?" in read(newer)


def test_the_persons_own_answer_is_recorded_and_told_to_the_owner(avonshire, complaint):
    complaint.owner = avonshire.person("quality_lead")
    complaint.save()
    question = ask(avonshire, complaint)
    address = link(avonshire, question)
    response = Client().post(address, {"answer": "On Tuesday. Mrs Margaret Pemberton saw it."}, follow=True)
    page = html.unescape(response.content.decode())
    assert "Your answer has been sent" in page and "years after" in page
    avonshire.enter()
    question.refresh_from_db()
    assert (question.answered_on, question.how) == (today(), "link") and "Pemberton" not in question.answer
    told = Notification.objects.get(person=complaint.owner, kind="answer_came", read_at=None)
    assert told.reference == complaint.reference
    lines = set(AuditLine.objects.filter(target_id=question.pk).values_list("command", flat=True))
    assert {"casework.record_answer", "council.make_link", "council.take_answer"} <= lines


# -- Parts by others --------------------------------------------------------------------------------


def test_the_link_of_a_part_shows_what_was_chosen_and_nothing_else(avonshire, complaint):
    first, second = Point.objects.filter(feedback=complaint).order_by("position")
    part = ask_part(avonshire, complaint, points=[first])
    address = link(avonshire, part)
    page = read(address)
    assert first.text in page and second.text not in page
    assert "Please say who was to come on Tuesday" in page
    # What the person is asked, and what the provider is asked, stand on their own pages only.
    question = ask(avonshire, complaint)
    theirs = read(link(avonshire, question))
    assert "Please say who" not in theirs and part.organisation.name not in theirs
    assert "On which day did nobody come?" not in page
    secret = re.search(r"/link/\w+/([\w-]+)/", address).group(1)
    assert secret not in theirs


def test_neither_the_address_nor_the_answer_of_a_provider_is_on_the_persons_link(avonshire, complaint):
    part, question = ask_part(avonshire, complaint), ask(avonshire, complaint)
    address = link(avonshire, part)
    Client().post(address, {"answer": "The carer was ill and nobody rang the family."})
    avonshire.enter()
    part.refresh_from_db()
    assert part.answered_on == today()
    theirs = read(link(avonshire, question))
    assert "carer was ill" not in theirs and address not in theirs


def test_a_reply_is_not_complete_without_an_open_part_but_for_a_reason(avonshire, complaint):
    by = manager(avonshire)
    part = ask_part(avonshire, complaint)
    commands.acknowledge(by=by, feedback=complaint, on=today() - DAY)
    avonshire.enter()
    with pytest.raises(Refused, match=re.escape(part.organisation.name)):
        commands.record_reply(by=by, feedback=complaint, on=today(), response="We are sorry.")
    avonshire.enter()
    commands.record_reply(
        by=by, feedback=complaint, on=today(), response="We are sorry.", reason="They do not answer us."
    )
    avonshire.enter()
    event = CaseEvent.objects.get(case__feedback=complaint, kind=Happened.REPLIED)
    assert event.text == "They do not answer us."


def test_agreeing_who_leads_and_the_last_part_are_steps_of_a_joint_complaint(avonshire, complaint):
    by = manager(avonshire)
    commands.acknowledge(by=by, feedback=complaint, on=today() - 9 * DAY)
    avonshire.enter()
    choose_procedure(by=by, feedback=complaint, procedure="joint-complaint", reason="The hospital is in it.")
    avonshire.enter()
    complaint.refresh_from_db()
    assert complaint.step.startswith("Agree who leads")
    lead = Organisation.objects.filter(council=avonshire.council).first()
    parts.agree_lead(by=by, feedback=complaint, lead=lead, on=today() - 5 * DAY)
    avonshire.enter()
    complaint.refresh_from_db()
    assert case_of(complaint).lead == lead and complaint.step.startswith("Parts by others")
    first, second = ask_part(avonshire, complaint), ask_part(avonshire, complaint)
    done = CaseEvent.objects.filter(case__feedback=complaint, kind=Happened.DONE, step="parts-received")
    parts.record_part(by=by, part=first, answered_on=today(), answer="Nobody was ill.", how="email")
    avonshire.enter()
    assert not done.exists()
    parts.give_up_part(by=by, part=second, ended_on=today(), reason="The first says it all.")
    avonshire.enter()
    assert done.count() == 1 and Happened.DONE in CLOCK


def test_closing_lists_parts_and_questions_and_ends_none_in_silence(avonshire, complaint):
    part, question = ask_part(avonshire, complaint), ask(avonshire, complaint)
    address = link(avonshire, part)
    items = [item.text for item in closing.open_items(case_of(complaint)) if item.end]
    assert any(part.title in text for text in items) and any(question.title in text for text in items)
    by = manager(avonshire)
    with pytest.raises(Refused, match="reason"):
        closing.close(by=by, feedback=complaint, on=today())
    avonshire.enter()
    closing.close(by=by, feedback=complaint, on=today(), reason="They moved away.")
    avonshire.enter()
    part.refresh_from_db()
    question.refresh_from_db()
    assert part.ended_because == question.ended_because == "They moved away."
    assert case_of(complaint).state == State.CLOSED and "Please say who" not in read(address, 410)


def test_another_teams_manager_asks_nobody(avonshire):
    other = made(avonshire, team="mental-health")
    with pytest.raises(OutsideTeam):
        questions.ask_question(
            by=avonshire.person("team_manager"),
            feedback=other,
            title="The visits",
            text="On which day?",
            asked_on=today(),
            due_on=today(),
        )


def test_pages_show_them(avonshire, complaint, page):
    part, question = ask_part(avonshire, complaint), ask(avonshire, complaint)
    case = page("complaints_manager", "feedback:detail", complaint.pk)
    assert part.title in case and question.title in case and "Not agreed yet who leads" in case
    assert "Waiting" in page("complaints_manager", "casework:parts")
    assert question.text in page("complaints_manager", "casework:question", question.pk)
    shown = page("complaints_manager", "casework:link_casepart", part.pk)
    assert "What the page shows" in shown and "Nobody came on Tuesday." not in shown
