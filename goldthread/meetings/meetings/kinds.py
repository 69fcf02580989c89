"""The kinds of meeting: what each is for, who speaks there, and what may be kept of it. One object a kind, no migration.

Kinds that keep themes only hold no name and no case (`themes_only.py`); those that keep totals only hold nothing said at
all: so many sessions planned, and so many held.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.council.records.extra_fields import ExtraField
from goldthread.feedback.choices import Speaker

# Chosen and not typed: a theory is called by whoever wrote it, and a name that is typed here is refused.
_MODELS = (
    ("reflective_cycle", "Gibbs' reflective cycle"),
    ("experiential", "Kolb's experiential learning"),
    ("what_so_what", "What? So what? Now what?"),
    ("in_action", "Schön: reflection in and on action"),
    ("systems", "Systems theory"),
    ("attachment", "Attachment theory"),
    ("strengths", "Strengths-based practice"),
    ("trauma", "Trauma-informed practice"),
    ("occupation", "Person, environment, occupation"),
    ("other", "Another"),
)


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """One kind of meeting.

    speaker: who raises what is raised there, unless somebody says otherwise. answer_owed: whether what is raised is owed
    an answer, asked for or not. themes_only: no name, no case and no minutes. totals_only: nothing that was said, only
    how many sessions were planned and held. shares: what is shared there counts as reach, which is not training.
    reviews_actions: actions are gone through there. words: by which the title of a calendar's entry is recognised.
    """

    slug: str
    name: str
    plural: str
    what_it_is: str
    speaker: str = Speaker.STAFF
    answer_owed: bool = False
    themes_only: bool = False
    totals_only: bool = False
    shares: bool = False
    reviews_actions: bool = False
    words: tuple[str, ...] = ()
    extras: tuple[ExtraField, ...] = ()


_LISTED = (
    MeetingKind(
        slug="board",
        name="Board or panel",
        plural="Boards and panels",
        what_it_is="A board, panel, forum or group of people who draw on care or of carers. What it raises is owed an answer.",
        speaker=Speaker.PERSON,
        answer_owed=True,
        words=("board", "panel", "partnership group", "reference group", "carers' group"),
    ),
    MeetingKind(
        slug="leaders_and_staff",
        name="Leaders meet staff",
        plural="Leaders meet staff",
        what_it_is="Senior leaders or the cabinet member hear staff. What staff raise is owed an answer.",
        answer_owed=True,
        words=("director", "leaders", "leadership", "cabinet", "roadshow", "ask the"),
    ),
    MeetingKind(
        slug="staff_forum",
        name="Staff forum",
        plural="Staff forums",
        what_it_is="Staff raise together what gets in the way of good work. What they raise is owed an answer.",
        answer_owed=True,
        words=("staff forum", "forum", "town hall"),
    ),
    MeetingKind(
        slug="case_discussion",
        name="Case discussion",
        plural="Case discussions",
        what_it_is="Colleagues think about practice together. What is learned is kept, and no case.",
        themes_only=True,
        words=("case discussion", "peer discussion", "casework", "complex case"),
        extras=(
            ExtraField(
                "advice",
                "Advice given",
                "As it holds for any case. Without names or the story of one person.",
            ),
        ),
    ),
    MeetingKind(
        slug="group_supervision",
        name="Group supervision",
        plural="Group supervision",
        what_it_is="A group reflects on its practice with whoever supervises it. Themes are kept, and no case.",
        themes_only=True,
        words=("group supervision", "reflective practice", "supervision"),
    ),
    MeetingKind(
        slug="learning_session",
        name="Learning session",
        plural="Learning sessions",
        what_it_is="One of a series in which practice and learning are shared.",
        shares=True,
        words=("loop", "learning", "lunch and learn", "best practice", "practice session", "teach"),
        extras=(ExtraField("shared", "What was shared"),),
    ),
    MeetingKind(
        slug="professional_event",
        name="Professional event",
        plural="Professional events",
        what_it_is="An event of the profession, such as World Social Work Day.",
        shares=True,
        words=("social work day", "occupational therapy week", "conference", "away day", "celebration"),
        extras=(ExtraField("shared", "What was shared"),),
    ),
    MeetingKind(
        slug="community_session",
        name="Community session",
        plural="Community sessions",
        what_it_is="A café, drop-in or visit where people come as they like.",
        speaker=Speaker.PERSON,
        words=("café", "cafe", "drop-in", "drop in", "community", "outreach"),
    ),
    MeetingKind(
        slug="trend_meeting",
        name="Trend meeting",
        plural="Trend meetings",
        what_it_is="The council, its partners or the regulator look at trends together, with a trend pack, and decide.",
        speaker=Speaker.PARTNER,
        words=("trend", "incident review", "performance", "intelligence"),
    ),
    MeetingKind(
        slug="campaign_week",
        name="Campaign week",
        plural="Campaign weeks",
        what_it_is="A week of events and webinars about one subject.",
        shares=True,
        words=("week", "campaign", "webinar"),
        extras=(
            ExtraField("shared", "What was shared"),
            ExtraField("evaluation", "What those who came said of it"),
        ),
    ),
    MeetingKind(
        slug="colleague_feedback",
        name="Colleague feedback round",
        plural="Colleague feedback rounds",
        what_it_is="Colleagues and leaders say whether arrangements work, such as those for support.",
        words=("feedback round", "360", "colleague feedback"),
        extras=(ExtraField("tested", "What was tested"),),
    ),
    MeetingKind(
        slug="reflective_one_to_one",
        name="Reflective one to ones",
        plural="Reflective one to ones",
        what_it_is="Time for one person with whoever supervises them. Only totals are kept: how many were planned and held.",
        themes_only=True,
        totals_only=True,
        words=("my time", "one to one", "1:1", "1-1", "121", "supervision:"),
    ),
    MeetingKind(
        slug="quality_circle",
        name="Quality circle",
        plural="Quality circles",
        what_it_is="A team takes one problem at a time, finds why it happens and tries something.",
        words=("quality circle",),
        extras=(ExtraField("problem", "Problem taken up"), ExtraField("tried", "What is tried")),
    ),
    MeetingKind(
        slug="assurance_meeting",
        name="Quality assurance meeting",
        plural="Quality assurance meetings",
        what_it_is="Actions are gone through, grouped by what was learned, with a decision on each.",
        reviews_actions=True,
        words=("assurance", "quality board", "qa meeting", "action review"),
    ),
    MeetingKind(
        slug="reflection_with_model",
        name="Reflection with a model",
        plural="Reflections with a model",
        what_it_is="A group reflects by a theory or model of reflection, and says which. Themes are kept, and no case.",
        themes_only=True,
        words=("reflection", "gibbs", "theory"),
        extras=(ExtraField("model", "Theory or model used", choices=_MODELS),),
    ),
    MeetingKind(
        slug="schwartz_round",
        name="Schwartz round",
        plural="Schwartz rounds",
        what_it_is="Staff talk about what the work does to them. Themes are kept, and nothing of who said what.",
        themes_only=True,
        words=("schwartz",),
    ),
    MeetingKind(
        slug="protected_time",
        name="Protected time to reflect",
        plural="Protected time to reflect",
        what_it_is="Time that a team keeps free to reflect. Only totals are kept: how many sessions were planned and held.",
        themes_only=True,
        totals_only=True,
        words=("protected time", "reflection time"),
    ),
    MeetingKind(
        slug="network",
        name="Network or partnership meeting",
        plural="Network and partnership meetings",
        what_it_is="The council meets others: a network, a partnership, another council.",
        speaker=Speaker.PARTNER,
        words=("network", "partnership", "sab", "safeguarding adults board", "icb", "regional"),
    ),
)

KINDS: dict[str, MeetingKind] = {kind.slug: kind for kind in _LISTED}
CHOICES = [(kind.slug, kind.name) for kind in _LISTED]
TOTALS_ONLY = tuple(kind.slug for kind in _LISTED if kind.totals_only)


def name_of(slug: str) -> str:
    """Return the name of a kind; one that is no longer on the list is shown by its slug."""
    return KINDS[slug].name if slug in KINDS else slug.replace("_", " ").capitalize()
