"""Avonshire's two years, built through the same commands that people use, in the order of the golden thread."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections

from goldthread.council.database import tenant
from goldthread.demo import (
    audits,
    board_answers,
    board_reports,
    bodies,
    briefings,
    calendar_feedback,
    casework,
    codebook_history,
    documents,
    double_coding,
    emerging_topics,
    evidence_documents,
    evidence_strength,
    exchanges,
    front_door,
    information_return,
    involvement,
    joint_complaints,
    learning_hub,
    lessons_and_actions,
    letters,
    mailbox,
    measures,
    meetings,
    notes_and_files,
    notifications,
    ombudsman,
    organisations,
    pilots,
    plans,
    procedures,
    public_forms,
    reports,
    requests,
    reviews,
    safeguarding,
    safeguarding_reviews,
    second_marks,
    sector,
    self_assessment,
    speaking_up,
    subject_access,
    team_changes,
    work,
)
from goldthread.demo.story import Story
from goldthread.impact import jobs as impact_jobs
from goldthread.themes.counting.freezing import freeze_quarters

Progress = Callable[[str], None]


def build(story: Story, report: Progress) -> None:
    """Build everything that happened in Avonshire."""
    codebook_history.add_first_themes(story)
    organisations.add(story)
    procedures.add(story)
    front_door.add(story)
    speaking_up.name_the_two(story)
    count = calendar_feedback.receive_and_code(story)
    _count_rows()
    emerging_topics.receive(story)
    board_answers.answer(story)
    requests.answer_partners(story)
    # Before anything is made of what people said: which of it is worked on differs from day to day.
    subject_access.receive(story)
    report(f"Avonshire: {count:,} pieces of feedback over two years, coded")
    double_coding.code_twice(story)
    safeguarding.review_older_prompts(story)
    safeguarding.keep_duty(story)
    safeguarding.read_samples(story)
    codebook_history.merge_and_split(story)
    codebook_history.annotate(story)
    reviews.record(story)
    lessons_and_actions.record_lessons(story)
    lessons_and_actions.agree_actions(story)
    measures.add(story)
    reviews.decide_later(story)
    safeguarding_reviews.add(story)
    briefings.send(story)
    emerging_topics.find(story)
    with tenant.inside(story.clock.council_id):
        freeze_quarters(story.clock.council, today=story.today)
    board_reports.make(story)
    impact_jobs.count_and_judge(by=story.clock, today=story.today.isoformat())
    safeguarding.receive_danger(story)
    # A claim of change is ready once a review has shown the change.
    self_assessment.write(story)
    evidence_strength.add(story)
    work.assign_complaints(story)
    work.assign_remedies(story)
    work.go_on_leave(story)
    notes_and_files.add(story)
    notifications.tell(story)
    team_changes.add_rules(story)
    casework.decide_what_was_learned(story)
    casework.work(story)
    joint_complaints.add(story)
    ombudsman.add(story)
    involvement.add(story)
    _count_rows()
    reports.make(story)
    mailbox.receive(story)
    letters.write(story)
    bodies.add(story)
    speaking_up.add(story)
    meetings.add(story)
    requests.add(story)
    public_forms.receive(story)
    shelf = documents.add(story)
    information_return.add(story, shelf)
    audits.add(story, shelf)
    learning_hub.add(story)
    second_marks.add(story)
    # Last, so that the packs hold what everybody else has recorded.
    evidence_documents.write(story)
    sector.add(story)
    plans.add(story)
    pilots.add(story)
    exchanges.add(story)
    report("Avonshire: reviews, lessons, actions, measures, briefings and a self-assessment")


def _count_rows() -> None:
    """Have PostgreSQL count its rows, as it does by itself within minutes: by what it knows of empty tables it plans badly."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
