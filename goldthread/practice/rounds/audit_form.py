"""The form of one audit: what went well first, then each question of the tool, the person's view, and the grade."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.practice.rounds.models import AskedHow, Audit
from goldthread.practice.tools.models import TICK_ALL, ToolVersion
from goldthread.web.forms import Form

_LONG = 4_000
# What the first auditor alone writes, to the worker.
FIRST_ONLY = ("strengths", "learning", "person_asked", "person_view")


def _text(label: str, rows: int = 4, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=_LONG,
        widget=forms.Textarea({"rows": rows}),
        help_text=help_text,
    )


class AuditForm(Form):
    """An audit, as far as it is done: nothing is required before it is finished, and the command says what is missing."""

    mark_optional = False
    reveals = {"person_asked": {"asked": "person_view"}}

    def __init__(self, *args: Any, version: ToolVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        self.version = version
        add = self.fields
        add["strengths"] = _text("What went well", help_text="Begin here. Do not name the person.")
        self.by_domain: list[tuple[str, list[tuple[str, str]]]] = []
        for question in version.questions.all():
            names = (f"answer_{question.key}", f"note_{question.key}")
            add[names[0]] = _answer(version, question)
            add[names[1]] = _text(f"Words on “{question.text}”", 2)
            if not self.by_domain or self.by_domain[-1][0] != question.domain:
                self.by_domain.append((question.domain, []))
            self.by_domain[-1][1].append(names)
        add["person_asked"] = forms.ChoiceField(
            label="Was the person asked what they think of the work?",
            choices=AskedHow.choices,
            required=False,
            widget=forms.RadioSelect,
        )
        add["person_view"] = _text("What the person says", help_text="In their own words, without a name.")
        add["learning"] = _text("What is to be learned")
        if version.grades:
            add["grade"] = forms.ChoiceField(
                label="Overall grade",
                choices=[(words, words) for words, _ in version.answers_of(version.grades)],
                required=False,
                widget=forms.RadioSelect,
            )
            add["why"] = _text("Why that grade", 3)

    def given(self) -> dict[str, Any]:
        """Return the answers as the command takes them."""
        cleaned = self.cleaned_data
        keys = [question.key for question in self.version.questions.all()]
        return {
            "answers": {key: cleaned[f"answer_{key}"] for key in keys if cleaned.get(f"answer_{key}")},
            "notes": {key: cleaned[f"note_{key}"] for key in keys if cleaned.get(f"note_{key}")},
            **{name: cleaned[name] for name in FIRST_ONLY if name in cleaned},
            "why": cleaned.get("why", ""),
            "grade": cleaned.get("grade", ""),
            "finished_on": timezone.localdate() if "finish" in self.data else None,
        }


def _answer(version: ToolVersion, question: Any) -> forms.Field:
    label = question.text if question.is_compulsory else f"{question.text} (may be left open)"
    answers = [(words, words) for words, _ in reversed(version.answers_of(question.scale))]
    ordered = sorted(
        answers, key=lambda each: dict(version.answers_of(question.scale))[each[0]] == "left_out"
    )
    if not answers:
        help_text = "Several answers with semicolons between them." if question.scale == TICK_ALL else ""
        return forms.CharField(label=label, required=False, max_length=60, help_text=help_text)
    return forms.ChoiceField(label=label, choices=ordered, required=False, widget=forms.RadioSelect)


def as_saved(audit: Audit) -> dict[str, Any]:
    """Return what a form of an audit begins with: what is saved of it."""
    begun: dict[str, Any] = {
        name: getattr(audit, name) for name in ("strengths", "learning", "why", "person_asked", "person_view")
    }
    begun["grade"] = audit.first_grade
    begun |= {f"answer_{key}": answer for key, answer in audit.answers.items()}
    return begun | {f"note_{key}": text for key, text in audit.notes.items()}
