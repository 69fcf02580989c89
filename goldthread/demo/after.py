"""What Avonshire did with what it heard: reviews, lessons, actions, measures, briefings and evidence."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goldthread.briefings import commands as briefings
from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.evidence import commands as evidence
from goldthread.feedback.models import Point
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure
from goldthread.learning import commands as learning
from goldthread.reviews import commands as reviews
from goldthread.themes import commands as themes

if TYPE_CHECKING:
    from goldthread.demo.story import Story

_KIND = {"ombudsman": "ombudsman_decision"}
_OUTCOME = {"upheld": "Upheld: fault and injustice", "not_upheld": "Not upheld"}
_DECISION = {"embedding_shown": "embedded"}
_EMBEDDED = {"embedded": "yes", "partly": "partly", "not_embedded": "no"}
_COUNTING = {"number": "score"}
_BASE = {
    "direct-payments-on-time": "all direct payments of the month",
    "self-neglect-meetings": "high-risk concerns of the month",
    "contacted-next-day": "people who came home with new care",
    "missed-visits-rate": "visits planned",
    "carers-face-to-face": "carers' assessments of the month",
    "remedies-on-time": "remedies due",
    "staff-turnover": "people in post at the quarter's start",
    "named-worker-before-18": "young people who turned seventeen and a half",
    "staff-survey-leaders": "replies to the survey",
    "replies-on-time": "complaints closed in the month",
}


def first_codebook(story: Story) -> None:
    """Add the themes that the council began with and later merged and split."""
    for edit in content.toml("story")["codebook_edits"]:
        if edit["kind"] == "add":
            story.themes[edit["slug"]] = themes.add_theme(
                by=story.people[edit["by"]],
                slug=edit["slug"],
                name=edit["name"],
                group="Avonshire's own",
                what_it_is=edit["definition"],
                reason=edit["reason"],
            )


def codebook_edits(story: Story) -> None:
    """Merge and split them, with the reasons."""
    for edit in content.toml("story")["codebook_edits"]:
        by = story.people[edit["by"]]
        if edit["kind"] == "merge":
            for slug in edit["from"]:
                themes.merge_themes(
                    by=by, theme=story.theme(slug), into=story.theme(edit["into"][0]), reason=edit["reason"]
                )
        elif edit["kind"] == "split":
            themes.split_theme(
                by=by,
                theme=story.theme(edit["from"][0]),
                into=[story.theme(slug) for slug in edit["into"]],
                reason=edit["reason"],
            )


def events(story: Story) -> None:
    """Mark what happened."""
    for event in content.toml("story")["events"]:
        for slug in event["themes"]:
            themes.mark_event(
                by=story.people["grace-adeyinka"],
                on=story.month(event["month"]),
                label=event["title"][:120],
                theme=story.theme(slug),
            )


def formal_looks(story: Story) -> None:
    """Record the reviews, code their findings, and write down what was decided."""
    for look in content.toml("reviews")["reviews"]:
        recorder = story.people["dilys-okafor" if look["kind"] == "ombudsman" else "ian-prettejohn"]
        decided_on = story.day(look["received_month"], 12)
        review = reviews.record(
            by=recorder,
            today=story.today,
            look=reviews.Look(
                kind=_KIND.get(look["kind"], look["kind"]),
                title=look["title"],
                body=look["body"],
                decided_on=decided_on,
                their_reference=look.get("reference", ""),
                outcome=_OUTCOME.get(look["outcome"], look["outcome"].capitalize()),
                summary=look.get("about", ""),
                source_note="Invented for the demo.",
                findings=[
                    reviews.Found(text=found["text"], is_upheld=look["outcome"] == "upheld" or None)
                    for found in look["findings"]
                ],
            ),
        )
        if look.get("remedy"):
            done = look.get("remedy_done_month")
            reviews.note_remedy(
                by=recorder,
                review=review,
                remedy=look["remedy"],
                due_on=story.day(look["remedy_due_month"], 28),
                done_on=story.day(done, 26) if done is not None else None,
                signed_off_by=story.people[look["signed_off_by"]] if done is not None else None,
            )
        with tenant.inside(story.clock.council_id):
            kept = list(review.findings.select_related("point", "review").order_by("point__position"))
        for found, finding in zip(look["findings"], kept, strict=True):
            story.findings[found["slug"]] = finding
            themes.code(
                by=recorder, point=finding.point, themes=[story.theme(slug) for slug in found["themes"]]
            )
            if found.get("decision"):
                reviews.decide(
                    by=story.people["helen-castledine"],
                    finding=finding,
                    decision=_DECISION.get(found["decision"], found["decision"]),
                    decided_on=max(story.day(found["decided_month"], 20), decided_on),
                    reason=found.get("reason") or found.get("note", ""),
                )


def lessons(story: Story) -> None:
    """Draw the lessons from their voices and findings."""
    for drawn in content.toml("lessons")["lessons"]:
        with tenant.inside(story.clock.council_id):
            heard = [story.voices[voice].pk for voice in drawn["voices"] if voice in story.voices]
            points = list(
                Point.objects.filter(feedback__in=heard, codings__theme__slug__in=drawn["themes"]).distinct()
            ) or list(Point.objects.filter(feedback__in=heard))
        points += [story.findings[slug].point for slug in drawn["findings"]]
        story.lessons[drawn["slug"]] = learning.draw(
            by=story.people[drawn["drawn_by"]],
            title=drawn["title"],
            what_we_learned=drawn["text"],
            points=points,
            drawn_on=story.day(drawn["drawn_month"], 18),
        )


def actions(story: Story) -> None:
    """Agree the actions with the measures that would show they worked; finish and check those that were."""
    measures = {measure["slug"]: measure for measure in content.toml("measures")["measures"]}
    for planned in content.toml("actions")["actions"]:
        measure = measures[planned["measure"]]
        agreed_on = story.day(planned["agreed_month"], 5)
        due_on = (
            story.day(planned["due_month"], 28)
            if planned["due_month"] < 0
            else story.month(planned["due_month"]).replace(day=28)
        )
        check = planned.get("embed_check_month")
        action = learning.agree(
            by=story.people["grace-adeyinka"],
            lesson=story.lessons[planned["lesson"]],
            title=planned["title"],
            detail=planned["text"],
            owner=story.people[planned["owner"]],
            team=story.teams.get(planned["teams"][0]) if planned["teams"] else None,
            agreed_on=agreed_on,
            due_on=max(due_on, agreed_on),
            measure_name=measure["title"],
            measure_kind=_COUNTING.get(measure["kind"], measure["kind"]),
            measure_unit=measure["unit"],
            direction=measure["direction"],
            smallest_change=measure["smallest_change"],
            embed_check_on=max(story.month(check).replace(day=28), due_on) if check is not None else None,
            embed_test=planned.get("embed_test", ""),
        )
        story.actions[planned["slug"]] = action
        if planned.get("done_month") is None:
            continue
        done_on = max(story.day(planned["done_month"], 20), agreed_on)
        action = learning.finish(
            by=story.people["grace-adeyinka"], action=action, done_on=done_on, note=planned["text"]
        )
        if planned.get("embed_outcome"):
            learning.check_embedded(
                by=story.people["ian-prettejohn"],
                action=action,
                checked_on=max(story.day(check, 24), done_on),
                embedded=_EMBEDDED[planned["embed_outcome"]],
                note=planned["embed_note"],
            )


def measures(story: Story) -> None:
    """Set up the promised measures and the indicators, and take their readings."""
    by = story.people["grace-adeyinka"]
    promised = {planned["measure"]: planned for planned in content.toml("actions")["actions"]}
    for named in content.toml("measures")["measures"]:
        slug, planned = named["slug"], promised.get(named["slug"])
        common = {
            "wording": named["wording"],
            "per": named.get("per", 100),
            "denominator_means": _BASE.get(slug, ""),
            "source": "Invented for the demo",
        }
        if planned is None:
            story.measures[slug] = impact.watch(
                by=by,
                name=named["title"],
                kind=_COUNTING.get(named["kind"], named["kind"]),
                direction=named["direction"],
                unit=named["unit"],
                **common,
            )
        else:
            counted = named["how"] == "counted"
            done = planned.get("done_month")
            story.measures[slug] = impact.start_measuring(
                by=by,
                action=story.actions[planned["slug"]],
                fed=Measure.Fed.COUNTED if counted else Measure.Fed.TYPED,
                theme=story.theme(named["theme"]) if counted else None,
                counted_tone={"negative": "fault", "positive": "praise"}.get(named.get("tones", ""), "count"),
                acted_on=story.month(done) if done is not None else None,
                **common,
            )
        if named["how"] != "counted":
            impact.take_readings(
                by=by, measure=story.measures[slug], readings=_readings(story, named), today=story.today
            )


def _readings(story: Story, named: dict[str, Any]) -> list[impact.NewReading]:
    values = named.get("values") or named["numerators"]
    offsets = named.get("months") or list(range(-len(values), 0))
    bases = named.get("denominators") or [None] * len(values)
    return [
        impact.NewReading(month=story.month(offset), value=Decimal(value))
        if base is None
        else impact.NewReading(month=story.month(offset), numerator=Decimal(value), denominator=Decimal(base))
        for offset, value, base in zip(offsets, values, bases, strict=True)
    ]


def tellings(story: Story) -> None:
    """Write the briefings, send them, and write down who read, discussed and used them."""
    blocks = {
        "what": "what",
        "background": "background",
        "why": "why_it_matters",
        "information": "information",
        "more": "information_continued",
        "what_to_do": "what_to_do",
        "questions": "questions",
    }
    for told in content.toml("briefings")["briefings"]:
        by = story.people[told["author"]]
        briefing = briefings.write(
            by=by,
            title=told["title"],
            blocks={slug: told[key] for slug, key in blocks.items()},
            lessons=[story.lessons[told["lesson"]]],
        )
        sent_on = story.day(told["sent_month"], 8)
        briefing = briefings.send(
            by=by, briefing=briefing, teams=[story.teams[team] for team in told["teams"]], sent_on=sent_on
        )
        story.briefings[told["slug"]] = briefing
        used = {use["team"]: use["text"] for use in told["used"]}
        for slug in told["read_by"]:
            reader = story.people[slug]
            if not reader.may("briefings.acknowledge"):
                continue
            team = next((m.team.slug for m in story.memberships(reader) if m.team), "")
            briefings.acknowledge(
                by=reader,
                briefing=briefing,
                read_on=sent_on + datetime.timedelta(days=6),
                discussed_on=sent_on + datetime.timedelta(days=13) if team in told["discussed_by"] else None,
                used_how=used.pop(team, ""),
            )


def sentences(story: Story) -> None:
    """Write the self-assessment's sentences, and cite what each rests on."""
    for claim in content.toml("evidence")["sentences"]:
        # A team manager's sentence is written for them by whoever keeps the self-assessment.
        author = story.people[claim["author"]]
        by = author if author.may("evidence.write") else story.people["grace-adeyinka"]
        sentence = evidence.write_sentence(by=by, statement=claim["statement"], text=claim["text"])
        story.sentences[claim["slug"]] = sentence
        already: list[dict[str, Any]] = []
        for cited in claim["cites"]:
            kind, _, slug = cited.partition(":")
            what = _cited(story, kind, slug)
            if what and what not in already:
                already.append(what)
                evidence.cite(by=by, sentence=sentence, **what)


def _cited(story: Story, kind: str, slug: str) -> dict[str, Any]:
    """Return what a sentence rests on; an action is shown by its measure, a lesson by its briefing."""
    if kind == "voice":
        return {"feedback": story.voices[slug]} if slug in story.voices else {}
    if kind == "action":
        actions = {action["slug"]: action["measure"] for action in content.toml("actions")["actions"]}
        kind, slug = "measure", actions.get(slug, "")
    if kind == "lesson":
        told = {briefing["lesson"]: briefing["slug"] for briefing in content.toml("briefings")["briefings"]}
        kind, slug = "briefing", told.get(slug, "")
    found = {"measure": story.measures, "briefing": story.briefings, "finding": story.findings}.get(kind, {})
    return {kind: found[slug]} if slug in found else {}
