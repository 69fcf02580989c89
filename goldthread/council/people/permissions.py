"""Roles and permissions, on one screen.

A role is a job in the council; a permission opens pages and commands. `TEAM_ROLES` hold theirs for their own
team's records only, and none without a team; `command.check_scope` refuses another team's.
What is no team's, such as a theme, a lesson or a review, is the council's: `COUNCIL_WIDE` permissions open it to
whoever holds them, whichever their team. `DISCIPLINE_ROLES` hold some permissions for the teams of one discipline.
"""

from __future__ import annotations

ROLES = {
    "administrator": "Administrator",
    "complaints_manager": "Complaints manager",
    "psw": "Principal social worker",
    "pot": "Principal occupational therapist",
    "quality_lead": "Quality lead",
    "coproduction_lead": "Coproduction lead",
    "board_member": "Board member who draws on care",
    "team_manager": "Team manager",
    "practitioner": "Practitioner",
    "director": "Director of adult social services",
    "councillor": "Councillor",
    "partner": "Partner",
    "assessor": "Assessor",
    "external_auditor": "External auditor",
}

# Given by the owner of a round with that round alone, until a day; no administrator gives it.
WITH_A_ROUND = "external_auditor"

TEAM_ROLES = frozenset({"team_manager", "practitioner"})

DISCIPLINES = {"social_work": "Social work", "occupational_therapy": "Occupational therapy"}
# What a principal holds for the teams of their own discipline only; the rest they hold as their role does. Together
# they are the principal social worker's rights: what is no team's, as the theme list, belongs to both.
DISCIPLINE_ROLES = {
    "pot": ("occupational_therapy", frozenset({"themes.safeguarding", "themes.safeguarding_sample"}))
}

_LEADS = {"complaints_manager", "psw", "pot", "quality_lead"}
_LEARNERS = _LEADS | {"coproduction_lead"}
_READERS = _LEARNERS | {"director", "team_manager", "practitioner"}
_EVERYONE = set(ROLES) - {WITH_A_ROUND}

PERMISSIONS: dict[str, frozenset[str]] = {
    name: frozenset(roles)
    for name, roles in {
        # thread: the staff's home, search and the trail
        # the address to which signing in leads; whoever has no home is led on to the page that they have
        "thread.front": set(ROLES),
        "thread.home": _EVERYONE,
        "thread.search": _READERS | {"board_member"},
        "thread.read": _READERS | {"assessor"},
        "thread.gaps": _LEARNERS | {"director", "team_manager"},
        # what a board raised: of all boards for whoever answers, of their own for its members
        "thread.boards": _LEARNERS | {"team_manager", "director"},
        "thread.own_board": {"board_member"},
        # what the council agreed with a partner's organisation, and nothing of any case
        "thread.own_organisation": {"partner"},
        # notes, files and related records on whatever record one may open: the council's own staff, no assessor or partner
        "notes.write": _READERS,
        # feedback
        "feedback.read": _READERS,
        "feedback.receive": _LEARNERS | {"team_manager", "practitioner"},
        "feedback.import": _LEARNERS,
        "feedback.export": _LEADS,
        "feedback.original": {"complaints_manager"},
        "feedback.contact": {"complaints_manager"},
        "feedback.equality": {"complaints_manager", "quality_lead"},
        "feedback.respond": _LEARNERS | {"team_manager"},
        # casework: what opens feedback opens its case; handling is done for one's own team, managing by the complaints manager
        "casework.read": _READERS,
        "casework.handle": _LEADS | {"team_manager"},
        "casework.manage": {"complaints_manager"},
        # a final letter goes once somebody senior signed it off; who sends letters sees the contact details
        "casework.sign": {"psw", "pot", "director"},
        "casework.send": {"complaints_manager"},
        # signs a reply to the ombudsman, by themselves: a senior leader, never whoever drafted it
        "casework.authorise": {"director", "psw", "pot"},
        # whose name stands under a limit on contact
        "casework.approve_limits": {"complaints_manager", "director"},
        # the steps and days by which the council's cases are worked
        "casework.procedures": {"administrator", "complaints_manager"},
        # e-mail in: the complaints manager sorts it; what may tell of harm is open to who reviews that for the whole council
        "mailbox.read": {"complaints_manager", "psw", "pot"},
        "mailbox.sort": {"complaints_manager"},
        # everything held about one person: reads all originals, of all teams
        "subject_access.handle": {"complaints_manager"},
        # speaking up in confidence: a page for all staff; the two who read are named among those who may be, and the
        # director is seen to with them
        "speaking_up.use": _READERS | {"administrator"},
        "speaking_up.read": _READERS - {"director"},
        "speaking_up.change": _READERS,
        "speaking_up.routes": _LEARNERS | {"director"},
        # reviews
        "reviews.read": _READERS | {"board_member", "assessor"},
        "reviews.record": _LEADS,
        "reviews.decide": _LEADS | {"director"},
        # other councils' published reports
        "sector.read": _READERS,
        # the draft report about the council itself, which is not published yet
        "sector.drafts": _LEARNERS | {"director"},
        "sector.write": {"quality_lead", "psw", "pot"},
        # what is brought in from others and given out to them
        "exchange.read": _READERS,
        "exchange.record": _LEARNERS | {"director"},
        # boards, forums, networks and partners; what changed because of one is said by whoever answers for it
        "bodies.read": _READERS,
        "bodies.record": _LEARNERS,
        "bodies.answer": _LEARNERS | {"director"},
        # the names of members who have no account here
        "bodies.members": {"coproduction_lead"},
        # meetings: recorded for one's own team by its manager; whoever was there may write a note
        "meetings.read": _READERS,
        "meetings.record": _LEARNERS | {"team_manager", "director"},
        # themes
        "themes.read": _EVERYONE - {"assessor", "partner"},
        "themes.code": _LEARNERS | {"team_manager"},
        "themes.edit": {"quality_lead", "psw", "pot"},
        "themes.safeguarding": {"complaints_manager", "psw", "pot"},
        # reads the monthly sample of what was not raised
        "themes.safeguarding_sample": {"complaints_manager", "psw", "pot"},
        # who is on duty, and how much is raised; opens no text
        "themes.safeguarding_settings": {"administrator", "complaints_manager", "psw", "pot"},
        # learning and impact
        "learning.read": _READERS | {"board_member", "assessor"},
        "learning.record": _LEARNERS | {"team_manager"},
        "learning.agree": _LEARNERS | {"team_manager"},
        "learning.carry_out": _LEARNERS | {"team_manager", "practitioner"},
        # who confirms that a change is felt: asked and recorded by anybody but whoever owns the action
        "confirmations.record": _LEARNERS | {"team_manager", "practitioner", "director"},
        # documents; those for leads only are seen by them and the director
        "documents.read": _READERS,
        "documents.record": _LEARNERS | {"director"},
        "documents.leads": _LEADS | {"director"},
        # plans: drawn up from actions, and approved by whoever is asked, never by the plan's owner
        "plans.read": _READERS,
        "plans.record": _LEARNERS | {"director"},
        "plans.approve": {"director", "psw", "pot", "quality_lead"},
        "impact.read": _READERS | {"board_member", "assessor", "councillor"},
        "impact.measure": _LEARNERS | {"team_manager"},
        # briefings
        "briefings.read": _READERS | {"board_member", "partner", "assessor"},
        "briefings.write": _LEARNERS,
        "briefings.acknowledge": _READERS,
        # requests, who is owed an answer, and who is to be told; recorded and answered for one's own team
        "responses.read": _READERS,
        "responses.record": _LEARNERS | {"team_manager"},
        "responses.answer": _LEARNERS | {"team_manager", "director"},
        # coproduction: pieces of work that people were involved in
        "coproduction.read": _READERS | {"board_member", "partner", "assessor"},
        "coproduction.record": _LEARNERS,
        # pilots: what is tried; recorded for one's own team by its manager
        "pilots.read": _READERS | {"board_member", "assessor"},
        "pilots.record": _LEARNERS | {"team_manager"},
        "pilots.decide": _LEARNERS | {"director"},
        # the public page "You said, we did": never approved by whoever drafted it
        "responses.draft": _LEARNERS | {"director"},
        "responses.approve": {"director", "quality_lead", "psw", "pot", "coproduction_lead"},
        # sees how people who agreed to be asked are reached, and draws invitations from them
        "coproduction.invite": {"coproduction_lead"},
        # practice audits: led by the principals; whoever audits is never of the work; a worker reads what is about their own
        "practice.read": _LEARNERS | {"director", "team_manager"},
        "practice.lead": {"psw", "pot"},
        "practice.audit": {"psw", "pot", "team_manager", "practitioner"},
        "practice.own": {"psw", "pot", "team_manager", "practitioner"},
        # marks files a second time, without sight of the first mark; an external auditor in the rounds open to them only
        "practice.mark": {"psw", "pot", "quality_lead", "team_manager", "practitioner", WITH_A_ROUND},
        # evidence
        "evidence.read": _LEARNERS | {"director", "assessor"},
        "evidence.write": _LEARNERS | {"director"},
        # the drafts of a self-assessment: whoever writes them, and no assessor; the director alone signs one
        "evidence.drafts": _LEARNERS | {"director"},
        "evidence.sign": {"director"},
        "evidence.override": {"quality_lead", "psw", "pot", "director"},
        # loads the next framework, and says from when it is in force
        "evidence.framework": {"quality_lead", "psw", "pot", "director"},
        "evidence.create_pack": {"quality_lead", "psw", "pot", "director"},
        # information returns: an item is gathered by its owner, and signed off by somebody else; the cases drawn for
        # pathway tracking are seen by the few who need them
        "returns.read": _LEARNERS | {"director", "team_manager"},
        "returns.record": _LEARNERS | {"director"},
        "returns.gather": _LEARNERS | {"director", "team_manager"},
        "returns.sign": _LEADS | {"director"},
        "returns.cases": {"quality_lead", "psw", "pot"},
        # the organisations that records of other rooms name
        "organisations.read": _READERS | {"administrator"},
        "organisations.edit": _LEARNERS | {"administrator"},
        # reports: an edition is handed to the board, and shows what a board may see
        "reports.read": _LEARNERS | {"director", "councillor", "board_member", "assessor", "partner"},
        # what is not for partners, and lists of single cases, which no councillor sees
        "reports.council": _LEARNERS | {"director", "councillor", "board_member", "assessor"},
        "reports.case_list": _LEADS | {"director", "assessor"},
        "reports.make": _LEADS | {"director"},
        # never by whoever drafted it; what the law or the Code asks for, and what the public reads, by the director
        "reports.approve": {"director"},
        "reports.approve_themes": {"quality_lead", "psw", "pot", "director"},
        # the Member responsible for complaints
        "reports.respond": {"councillor"},
        # the council itself
        "council.manage": {"administrator"},
        "council.audit": {"administrator", "director"},
        "council.forget": {"administrator"},
    }.items()
}

# Held for the whole council by everybody who holds them: what they open has no team.
COUNCIL_WIDE = frozenset(
    {
        "thread.front",
        "thread.home",
        "thread.search",
        "thread.read",
        "notes.write",
        "reviews.read",
        "bodies.read",
        "themes.read",
        "learning.read",
        "documents.read",
        "plans.read",
        "returns.read",
        "returns.gather",
        "impact.read",
        "briefings.read",
        "briefings.acknowledge",
        "organisations.read",
        "speaking_up.use",
        "speaking_up.read",
        "speaking_up.change",
        "coproduction.read",
        "pilots.read",
        "sector.read",
        "practice.audit",
        "practice.own",
        "exchange.read",
        "practice.mark",
    }
)


def permissions_of(role: str) -> frozenset[str]:
    """Return the permissions that a role holds."""
    return frozenset(name for name, roles in PERMISSIONS.items() if role in roles)


def discipline_of(role: str, permission: str) -> str:
    """Return the discipline for whose teams only a role holds a permission, "" where it holds it as roles do."""
    discipline, limited = DISCIPLINE_ROLES.get(role, ("", frozenset()))
    return discipline if permission in limited else ""
