"""Avonshire's letters: a draft, one that awaits sign-off, one that was posted, and one whose e-mail came back."""

from __future__ import annotations

import io
import zipfile

import docx

from goldthread.casework.choices import State
from goldthread.casework.letters import commands, e_mailing, sending, wording
from goldthread.casework.letters.choices import By, Kind
from goldthread.casework.letters.choosing import template_for
from goldthread.casework.letters.fields import values_of
from goldthread.casework.letters.models import Letter
from goldthread.casework.letters.texts import commands as texts
from goldthread.casework.letters.texts.models import LetterSettings
from goldthread.council.database import tenant
from goldthread.council.notifications import email_settings
from goldthread.demo.story import Story
from goldthread.feedback import corrections
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import contact_of

# Invented, of people who complained; no two share a name, and nobody else in Avonshire has one of them.
_PEOPLE = (
    ("Mrs Hesper Quarrington", "2 Withy Bank, Avonbridge, AV1 2QX", "hesper.quarrington@post.example"),
    ("Mr Tobias Ludgrove", "17 Mill Rise, Avonbridge, AV1 4RT", "tobias.ludgrove@post.example"),
    ("Ms Ottilie Vennard", "5 Lime Court, Westerbourne, AV3 1LD", "ottilie.vennard@post.example"),
    ("Mr Ambrose Tillyard", "31 Station Road, Westerbourne, AV3 6HS", "ambrose.tillyard@post.example"),
    ("Mrs Philippa Cragside", "9 Orchard Way, Avonbridge, AV1 7PN", "philippa.cragside@post.example"),
)
_PARAGRAPHS = (
    (
        "Apology where nobody rang back",
        "upheld",
        "being-kept-informed",
        "We are sorry that nobody rang you back when we had said that we would. You should not have had to ask again.",
    ),
    (
        "Apology where nobody came",
        "upheld",
        "care-at-home",
        "We are sorry that nobody came. You were left without the help that we had agreed with you, and nobody told you.",
    ),
    (
        "Not upheld, and what we heard all the same",
        "not_upheld",
        "",
        "We did not find that something went wrong here. We can see that it was hard for you all the same, and we thank you for telling us.",
    ),
    (
        "Nothing more has to be done",
        "not_upheld",
        "",
        "We do not need to do anything more to put this right.",
    ),
    (
        "No finding",
        "no_finding",
        "",
        "We could not find out what happened: what was written down at the time does not say, and nobody can tell us now. We are sorry that we cannot give you an answer to this.",
    ),
    (
        "Help from an advocate",
        "",
        "",
        "You can have somebody independent to help you, which costs you nothing. Please tell us if you would like us to put you in touch with an advocate.",
    ),
)


def write(story: Story) -> None:
    """Keep texts for letters, and write letters on the cases that stand where each is due."""
    _keep_texts(story)
    for number, feedback in enumerate(_cases(story)):
        _know(story, feedback, number)
    by, today = story.people["dilys-okafor"], story.today
    if paused := _in_state(story, State.PAUSED):
        _letter(story, paused, Kind.HOLDING)
    if ready := _in_state(story, State.READY):
        letter = _letter(
            story,
            ready,
            Kind.FINAL,
            how_considered="We read the team’s log of that week, and spoke to whoever was on duty.",
            remedies="- An apology in writing, which this letter is",
            learning="- Whoever promises a call writes down who makes it, and when",
        )
        commands.hand_in(by=by, letter=letter, owner=story.people["helen-castledine"])
    if looked_into := _in_state(story, State.OPEN):
        letter = _letter(story, looked_into, Kind.ACKNOWLEDGEMENT)
        sending.send_letter(by=by, letter=letter, by_means=By.POST, on=today)
    if parked := _in_state(story, State.PARKED):
        _came_back(story, _letter(story, parked, Kind.SAFEGUARDING))


def _keep_texts(story: Story) -> None:
    by = story.people["dilys-okafor"]
    texts.set_letters(
        by=by,
        letterhead="Complaints and feedback\nCounty Hall, Avonbridge AV1 1AA\nTelephone 01632 960000",
        by_e_mail=False,
        carries=LetterSettings.Carries.ATTACHMENT,
        reply_to="",
    )
    # Not in use yet: the council's letter paper is being tried.
    paper = texts.write_template(by=by, name="Avonshire’s final reply", kind=Kind.FINAL)
    texts.put_file(by=by, letter_template=paper, filename="Letter paper.docx", content=_letter_paper())
    template = texts.write_template(by=by, name="Avonshire’s acknowledgement", kind=Kind.ACKNOWLEDGEMENT)
    texts.change_template(
        by=by,
        letter_template=template,
        name=template.name,
        procedure="",
        text=template.text.replace(
            "Thank you for your complaint,", "Thank you for telling us what went wrong,"
        ),
        reason="In the words of our people’s panel.",
    )
    texts.take_template_into_use(by=by, letter_template=template, today=story.today)
    texts.write_template_edition(by=by, letter_template=template)
    for title, found, theme, text in _PARAGRAPHS:
        paragraph = texts.write_paragraph(
            by=by, title=title, text=text, found=found, theme=story.theme(theme) if theme else None
        )
        texts.use_paragraph(by=by, standard_paragraph=paragraph)
    texts.write_paragraph(
        by=by,
        title="A bill that was wrong",
        text="We have taken back the bill of {received_on}.",
        found="upheld",
    )


def _letter_paper() -> bytes:
    """Return a Word file with fields, the same on every build: its parts have no time."""
    file, written, out = docx.Document(), io.BytesIO(), io.BytesIO()
    for text in ("Avonshire County Council", "{{ name }}", "{{ address }}", "{{ date }}", "{{ letter }}"):
        file.add_paragraph(text)
    file.save(written)
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cases(story: Story) -> list[Feedback]:
    """Return the newest complaint, which waits to be acknowledged, and one in each state that gets a letter."""
    with tenant.inside(story.clock.council_id):
        complaints = Feedback.objects.filter(
            council=story.clock.council, source="complaint", closed_on=None, is_locked=False, contact=None
        ).exclude(team=None)
        newest = complaints.filter(owner=None, case=None).order_by("-received_on", "-id").first()
    states = (State.PAUSED, State.READY, State.OPEN, State.PARKED)
    return [case for case in (newest, *(_in_state(story, state) for state in states)) if case is not None]


def _in_state(story: Story, state: State) -> Feedback | None:
    with tenant.inside(story.clock.council_id):
        cases = Feedback.objects.filter(council=story.clock.council, source="complaint", case__state=state)
        return cases.select_related("team", "council", "owner").order_by("-received_on", "-id").first()


def _know(story: Story, feedback: Feedback, number: int) -> None:
    """Take down who complained, as they said when they were rung; what was known of a caller stays."""
    name, address, email = _PEOPLE[number]
    with tenant.inside(story.clock.council_id):
        feedback.refresh_from_db()
        known = contact_of(feedback)
    corrections.edit_contact(
        by=story.people["dilys-okafor"],
        feedback=feedback,
        version=feedback.version,
        reason="Asked for when they were rung.",
        name=known.get("name") or name,
        address=address,
        email=known.get("email") or email,
        phone=known.get("phone", ""),
    )


def _letter(story: Story, feedback: Feedback, kind: Kind, **more: str) -> Letter:
    with tenant.inside(story.clock.council_id):
        feedback.refresh_from_db()
        procedure = feedback.case.procedure if hasattr(feedback, "case") else ""
        template = template_for(feedback.council_id, kind, procedure)
        text = wording.fill(template.text, {**values_of(feedback, kind), **more})
    return commands.write_letter(
        by=story.people["dilys-okafor"], feedback=feedback, kind=kind, text=text, template=template.slug
    )


def _came_back(story: Story, letter: Letter) -> None:
    """E-mail a letter in the days when e-mail was on, and have it come back; e-mail is off again since."""
    by, today = story.people["dilys-okafor"], story.today
    set_to = {
        "host": "smtp.avonshire.example",
        "port": 587,
        "security": "starttls",
        "username": "",
        "from_address": "letters@avonshire.example",
        "site_address": "https://goldthread.avonshire.example",
        "hour": 7,
        "weekday": 0,
    }
    head = {"letterhead": "Complaints and feedback\nCounty Hall, Avonbridge AV1 1AA\nTelephone 01632 960000"}
    how = {**head, "carries": LetterSettings.Carries.ATTACHMENT, "reply_to": ""}
    email_settings.set_email(by=story.clock, is_on=True, **set_to)
    texts.set_letters(by=by, by_e_mail=True, **how)
    letter = sending.send_letter(by=by, letter=letter, by_means=By.E_MAIL, on=today)
    with tenant.inside(story.clock.council_id):
        e_mailing.mark_returned(by=story.clock, message_ids=[letter.message_id], on=today)
    texts.set_letters(by=by, by_e_mail=False, **how)
    email_settings.set_email(by=story.clock, is_on=False, **set_to)
