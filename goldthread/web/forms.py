"""Form classes with errors in plain words, and the bridge from each field to its GOV.UK component.

A room writes `class LessonForm(Form)` with Django's own fields and the two here; its template says
`{{ form_body(lesson_form) }}`. Forms check shape and never write.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.utils.html import strip_tags
from markupsafe import Markup, escape

from goldthread.dates import day_in_words
from goldthread.web.dates import (
    BoxError,
    DateBoxes,
    DateField,
    DayField,
    MonthBoxes,
    MonthField,
    subject,
)

__all__ = [
    "DateBoxes",
    "DateField",
    "DayField",
    "FilterForm",
    "Form",
    "MonthBoxes",
    "MonthField",
    "bridge",
    "error_list",
]


class _WholeChoices(ModelChoiceIterator):
    """The choices of records, read once and whole: Django's own opens a cursor for them each time that they are asked for."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for record in self.queryset:
            yield self.choice(record)


forms.ModelChoiceField.iterator = _WholeChoices

_CHOICES = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)


class Form(forms.Form):
    """A form whose labels make its errors: "Enter the team's name", "Select a theme".

    `reveals` opens a field where an answer asks for it: {"decision": {"not_implemented": "reason"}}.
    `item_hints` says more about a choice: {"embedded": {"yes": "Three months of audits show it"}}.
    """

    reveals: dict[str, dict[str, str]] = {}
    item_hints: dict[str, dict[str, str]] = {}
    mark_optional = True
    use_required_attribute = False
    # Whether a field whose choices depend on who asks is answered by its only choice, where it must be answered.
    chooses = True

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        # No colon after a label, and Django's own renderer is never used.
        super().__init__(*args, **{"label_suffix": "", **options})
        for name, field in self.fields.items():
            if field.label is None:
                field.label = forms.utils.pretty_name(name)
            _set_messages(field)
            if person is not None and hasattr(field, "for_person"):
                # A field whose choices depend on who is asking, such as one of their teams.
                is_new = self.chooses and name not in self.initial
                field.for_person(person, also=self.initial.get(name), is_new=is_new)

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error; of a key that is none, such as one cut off in an address, the field's own words."""
        named = self.fields.get(field) if field else None
        if isinstance(named, forms.ModelChoiceField) and getattr(error, "code", "") == "invalid":
            error = forms.ValidationError(named.error_messages["invalid_choice"], code="invalid_choice")
        super().add_error(field, error)


class FilterForm(Form):
    """A form of a GET page: nothing is required, and nothing says so. It may share a page with another form."""

    mark_optional = False
    chooses = False
    # Filters of a list that are named like a field of its records and mean something else.
    own: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **options})
        for field in self.fields.values():
            field.required = False

    def in_words(self, name: str, value: Any) -> str:
        """Return a filter in use as its tag says it: "Type of feedback: Complaints", "Awaiting response"."""
        label = str(self.fields[name].label)
        if value is True:
            return label
        if isinstance(value, datetime.date):
            return f"{label} {day_in_words(value)}"
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        return f"{label}: {choices.get(value, value)}"


class SeveralTextsField(forms.CharField):
    """Several texts in one box, an empty line between them; gives a list of texts, ten at most."""

    most = 10

    def __init__(self, *, label: str, **options: Any) -> None:
        options.setdefault("help_text", f"Leave an empty line between one and the next. {self.most} at most.")
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": 8}), **options)

    def clean(self, value: Any) -> list[str]:
        """Return the texts; raises ValidationError where there are none or too many."""
        parts = re.split(r"\n\s*\n", super().clean(value).replace("\r\n", "\n"))
        texts = [part.strip() for part in parts if part.strip()]
        if len(texts) > self.most:
            raise forms.ValidationError(f"{self.label} must be {self.most} or fewer")
        return texts


def lower_first(text: str) -> str:
    """Return a text as it stands within a sentence: "date received", but "CQC rating"."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _hint(help_text: str) -> str:
    """Return a field's hint as text: Django's own, for a password, is a list in HTML."""
    return " ".join(strip_tags(str(help_text).replace("</li>", "</li> ")).split())


def _set_messages(field: forms.Field) -> None:
    """Replace Django's messages, where a room has not set its own, by ones that name the field."""
    label = str(field.label)
    inner = lower_first(label)
    ask = "Select" if isinstance(field, _CHOICES) else "Enter"
    name = subject(field)
    safe = name.replace("%", "%%")
    the = "the " if inner.startswith(("date ", "month ", "day ")) else ""
    missing = f'Answer "{label}"' if label.endswith("?") else f"{ask} {the}{inner}"
    from_list = missing if label.endswith("?") else f"Select {inner} from the list"
    if isinstance(field, forms.BooleanField):
        missing = f'Tick "{label}"'
    number = "a whole number" if type(field) is forms.IntegerField else "a number"
    plain = {
        "required": missing,
        "invalid_choice": from_list.replace("%", "%%"),
        "invalid_pk_value": from_list.replace("%", "%%"),
        "invalid_list": from_list,
        "max_length": f"{safe} must be %(limit_value)d characters or fewer",
        "min_length": f"{safe} must be %(limit_value)d characters or more",
        "max_value": f"{safe} must be %(limit_value)s or less",
        "min_value": f"{safe} must be %(limit_value)s or more",
        "null_characters_not_allowed": f"{name} has characters in it that cannot be saved",
    }
    if isinstance(field, forms.EmailField):
        plain["invalid"] = "Enter an email address in the correct format, like name@example.org"
    elif isinstance(field, forms.IntegerField):
        plain["invalid"] = f"{name} must be {number}"
    elif isinstance(field, forms.UUIDField):
        plain["invalid"] = f"{name} is not known"
    elif isinstance(field, forms.FileField):
        plain |= {
            "invalid": "Select a file",
            "missing": "Select a file",
            "empty": "The selected file is empty",
        }
    defaults: dict[str, Any] = {}
    for parent in reversed(type(field).__mro__):
        defaults.update(getattr(parent, "default_error_messages", {}))
    for code, message in plain.items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = message
    for validator in field.validators:
        # An e-mail's or a web address's own validator would speak first.
        if getattr(validator, "code", "") == "invalid" and "invalid" in plain:
            validator.message = plain["invalid"]


def bridge(bound: BoundField, reveal: dict[str, str] | None = None) -> tuple[str, dict[str, Any]]:
    """Return the name of the macro that draws a field, and its parameters.

    The name is one of input, textarea, count, select, radios, checkboxes, date, file, password, hidden.
    """
    field, widget = bound.field, bound.field.widget
    attributes = {
        name: value for name, value in widget.attrs.items() if name not in ("class", "rows", "cols")
    }
    label: dict[str, Any] = {"text": _label(bound), "classes": "govuk-label--s"}
    params: dict[str, Any] = {
        "id": bound.id_for_label or bound.auto_id,
        "name": bound.html_name,
        "value": _text_value(bound),
        "label": label,
        "classes": widget.attrs.get("class", ""),
        "attributes": attributes,
    }
    if bound.help_text:
        params["hint"] = {"text": _hint(bound.help_text)}
    # A form of the public's pages speaks the language of its reader.
    say = getattr(bound.form, "say", None)
    if bound.errors:
        params["errorMessage"] = {"text": bound.errors[0]}
        if say is not None:
            params["errorMessage"]["visuallyHiddenText"] = say("Error")
    if bound.field.disabled:
        params["disabled"] = True
    if bound.is_hidden:
        return "hidden", params
    if isinstance(widget, DateBoxes):
        return "date", _date(bound, _as_group(params))
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.SelectMultiple):
        # Django's many-choices widget is a kind of its radios, and not the other way.
        kind = "checkboxes" if widget.allow_multiple_selected else "radios"
        return kind, _as_group(params) | {"items": _items(_groups(bound), params["id"])}
    if isinstance(widget, forms.CheckboxInput):
        item = {
            "value": "on",
            "text": label["text"],
            "checked": bool(bound.value()),
            "attributes": attributes,
        }
        if bound.help_text:
            item["hint"] = params.pop("hint")
        return "checkboxes", params | {"idPrefix": params["id"], "items": [item]}
    if isinstance(widget, forms.Select):
        return "select", params | {"groups": _groups(bound)}
    if isinstance(widget, forms.Textarea):
        params["rows"] = widget.attrs.get("rows", 5)
        limit = attributes.pop("maxlength", None)
        if limit and say is not None:
            params["textareaDescriptionText"] = say("You can enter up to {count} characters", count=limit)
        return ("count", params | {"maxlength": limit}) if limit else ("textarea", params)
    if isinstance(widget, forms.FileInput):
        return "file", params
    if isinstance(widget, forms.PasswordInput):
        return "password", params | {"autocomplete": attributes.pop("autocomplete", "current-password")}
    return "input", params | _typed(field, attributes)


def _label(bound: BoundField) -> str:
    unmarked = bound.field.required or not getattr(bound.form, "mark_optional", True)
    opened = any(bound.name in opened.values() for opened in getattr(bound.form, "reveals", {}).values())
    alone = isinstance(bound.field.widget, forms.CheckboxInput)
    return str(bound.label) if unmarked or opened or alone else f"{bound.label} (optional)"


def _text_value(bound: BoundField) -> str:
    if isinstance(bound.field.widget, forms.PasswordInput) and not bound.field.widget.render_value:
        return ""
    value = bound.field.widget.format_value(bound.value()) if not _has_own_value(bound) else bound.value()
    return "" if value is None else str(value) if not isinstance(value, list | tuple | dict) else ""


def _has_own_value(bound: BoundField) -> bool:
    return isinstance(
        bound.field.widget, DateBoxes | forms.FileInput | forms.CheckboxInput | forms.widgets.ChoiceWidget
    )


def _as_group(params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of several inputs under one question."""
    legend = params["label"] | {"classes": "govuk-fieldset__legend--s"}
    return params | {"idPrefix": params["id"], "fieldset": {"legend": legend}}


def _groups(bound: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the choices as (heading, items), the heading "" where there are no groups."""
    widget = bound.field.widget
    hints = getattr(bound.form, "item_hints", {}).get(bound.name, {})
    groups = []
    for heading, options, _ in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        items = []
        for option in options:
            value = str(option["value"])
            chosen = bool(option["selected"])
            item = {"value": value, "text": str(option["label"]), "checked": chosen, "selected": chosen}
            if isinstance(option["label"], Markup):
                # A choice with a drawing, of our own making.
                item["html"] = option["label"]
            if value in hints:
                item["hint"] = {"text": hints[value]}
            items.append(item)
        if groups and groups[-1][0] == (heading or ""):
            groups[-1][1].extend(items)
        else:
            groups.append((str(heading or ""), items))
    return groups


def options(groups: Sequence[tuple[str, Sequence[dict[str, Any]]]]) -> Markup:
    """Return the options of a select, whose groups are those of `bridge`; made here, since a filter has hundreds."""
    parts = []
    for heading, items in groups:
        parts += [f'<optgroup label="{escape(heading)}">'] if heading else []
        parts += [
            f'<option value="{escape(item["value"])}"{" selected" if item["selected"] else ""}>{escape(item["text"])}</option>'
            for item in items
        ]
        parts += ["</optgroup>"] if heading else []
    return Markup("\n".join(parts))


def _items(groups: list[tuple[str, list[dict[str, Any]]]], id_: str) -> list[dict[str, Any]]:
    """Return grouped choices as one list with the headings between, the first choice bearing the field's id."""
    items: list[dict[str, Any]] = []
    for heading, choices in groups:
        items += [{"divider": heading}] if heading else []
        items += choices
    for first in (item for item in items if "value" in item):
        first["id"] = id_  # where the error summary's link goes
        break
    return items


def _date(bound: BoundField, params: dict[str, Any]) -> dict[str, Any]:
    wrong = _wrong_boxes(bound)
    if getattr(bound.form, "mark_optional", True):
        days = "27 3 2024" if "day" in bound.field.widget.boxes else "3 2024"
        params.setdefault("hint", {"text": f"For example, {days}"})
    typed = bound.field.widget.typed(bound.value())
    widths = {"day": "2", "month": "2", "year": "4"}
    items = [
        {
            "name": box,
            "value": typed[box],
            "classes": f"govuk-input--width-{max(int(widths[box]), 4 if typed[box].isalpha() else 0)}"
            + (" govuk-input--error" if box in wrong else ""),
            # A month may be a name, which a keypad of figures could not type.
            "inputmode": "text" if box == "month" else "numeric",
        }
        for box in bound.field.widget.boxes
    ]
    fieldset = params["fieldset"] | {"role": "group"}
    return params | {"namePrefix": bound.html_name, "items": items, "fieldset": fieldset}


def _wrong_boxes(bound: BoundField) -> tuple[str, ...]:
    for error in bound.form.errors.as_data().get(bound.name, []):
        return error.boxes if isinstance(error, BoxError) else bound.field.widget.boxes
    return ()


def _typed(field: forms.Field, attributes: dict[str, Any]) -> dict[str, Any]:
    """Return how an input is typed: numbers as text with a keypad, since a number input scrolls and rounds."""
    if isinstance(field, forms.IntegerField):
        for name in ("min", "max", "step"):
            attributes.pop(name, None)
        whole = type(field) is forms.IntegerField
        return {"type": "text", "inputmode": "numeric" if whole else "decimal"}
    if isinstance(field, forms.EmailField):
        return {"type": "email", "autocomplete": attributes.pop("autocomplete", "email"), "spellcheck": False}
    # The length is checked when the form is sent: a box that silently stops typing loses words.
    attributes.pop("maxlength", None)
    attributes.pop("minlength", None)
    return {
        "type": getattr(field.widget, "input_type", "text"),
        "autocomplete": attributes.pop("autocomplete", ""),
    }


def error_list(form: forms.Form) -> list[dict[str, str]]:
    """Return every error of a form with the address of the input it is about, in the form's order."""
    errors = [{"text": str(error)} for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        for error in bound.errors:
            if bound.is_hidden:
                errors.append({"text": str(error)})
                continue
            target = bound.id_for_label or bound.auto_id
            if isinstance(bound.field.widget, DateBoxes):
                target = f"{target}-{_wrong_boxes(bound)[0]}"
            errors.append({"text": str(error), "href": f"#{target}"})
    return errors
