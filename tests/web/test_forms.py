"""Each kind of field is handed to its component, speaks plainly, and can be reached from the error summary."""

from __future__ import annotations

import html5lib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines

from goldthread.web.forms import FilterForm, Form, bridge, error_list
from tests.web.gallery import THEMES, EveryField, Narrow


def drawn(form: forms.Form, template: str = "{{ form_body(form) }}"):
    html = engines["jinja2"].from_string(template).render({"form": form})
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


def with_attribute(tree, name: str) -> dict[str, object]:
    return {element.get(name): element for element in tree.iter() if element.get(name)}


KINDS = {
    "reference": "hidden",
    "title": "input",
    "words": "textarea",
    "note": "count",
    "count": "input",
    "email": "input",
    "theme": "select",
    "speaker": "radios",
    "formats": "checkboxes",
    "hear_back": "checkboxes",
    "happened": "date",
    "month": "date",
    "letter": "file",
    "password": "password",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_each_kind_of_field_has_its_component(name, kind):
    assert bridge(EveryField()[name])[0] == kind


def test_several_may_be_ticked_and_only_one_chosen():
    inputs = [e for e in drawn(EveryField()).iter("input")]
    assert {e.get("type") for e in inputs if e.get("name") == "formats"} == {"checkbox"}
    assert {e.get("type") for e in inputs if e.get("name") == "speaker"} == {"radio"}


def test_every_error_leads_to_an_input_that_is_there():
    form = EveryField({})
    errors = error_list(form)
    inputs = with_attribute(drawn(form), "id")
    visible = [name for name in form.errors if not form[name].is_hidden]
    links = [error["href"][1:] for error in errors if "href" in error]
    assert len(links) == len(visible) > 10
    for link in links:
        assert inputs[link].tag in ("input", "select", "textarea"), link


def test_the_first_of_grouped_choices_is_where_the_error_leads():
    form = EveryField({})
    first = with_attribute(drawn(form), "id")["id_groups"]
    assert (first.get("type"), first.get("value")) == ("checkbox", "waiting")


def test_each_input_is_named_by_its_label_or_legend():
    tree = drawn(EveryField())
    labelled = set(with_attribute(tree, "for"))
    inputs = [
        e for tag in ("input", "select", "textarea") for e in tree.iter(tag) if e.get("type") != "hidden"
    ]
    assert len(inputs) > 20
    assert [e.get("id") for e in inputs if e.get("id") not in labelled] == []


def test_hint_and_error_are_read_out_with_the_input():
    tree = drawn(EveryField({"title": "x" * 80, "theme": "nowhere"}))
    by_id = with_attribute(tree, "id")
    for name in ("id_title", "id_theme"):
        described = by_id[name].get("aria-describedby").split()
        assert f"{name}-error" in described
        assert all(part in by_id for part in described)


def test_what_was_sent_is_shown_again_and_escaped():
    form = EveryField(
        {"title": '"><script>', "words": "a & b", "theme": "direct", "formats": ["large"], "speaker": "carer"}
    )
    tree = drawn(form)
    by_id = with_attribute(tree, "id")
    assert by_id["id_title"].get("value") == '"><script>'
    assert by_id["id_words"].text.strip() == "a & b"
    assert [o.get("value") for o in tree.iter("option") if o.get("selected") is not None] == ["direct"]
    ticked = {(e.get("name"), e.get("value")) for e in tree.iter("input") if e.get("checked") is not None}
    assert ticked == {("formats", "large"), ("speaker", "carer")}
    assert not list(tree.iter("script"))


def test_a_password_is_never_shown_again():
    assert "hunter2" not in html5lib.serialize(drawn(EveryField({"password": "hunter2"})))


def test_groups_of_a_select_keep_their_headings():
    assert [e.get("label") for e in drawn(Narrow()).iter("optgroup")] == [
        heading for heading, _ in THEMES[1:]
    ]


def test_only_what_may_be_left_out_says_so():
    assert bridge(EveryField()["note"])[1]["label"]["text"] == "Note (optional)"
    assert bridge(EveryField()["title"])[1]["label"]["text"] == "Title"
    # Asked for by an answer above it, so "optional" would mislead; nothing in a filter is owed.
    assert bridge(EveryField()["reason"])[1]["label"]["text"] == "Reason"
    assert bridge(Narrow()["words"])[1]["label"]["text"] == "Words"


def test_a_field_that_an_answer_opens_stands_once_under_it():
    tree = drawn(EveryField())
    opened = [e for e in tree.iter("div") if e.get("class") == "gt-reveal"]
    assert [(e.get("data-reveal-field"), e.get("data-reveal-value")) for e in opened] == [
        ("decision", "not_implemented")
    ]
    assert [e.get("id") for e in opened[0].iter("input")] == ["id_reason"]
    assert len([e for e in tree.iter("input") if e.get("id") == "id_reason"]) == 1


@pytest.mark.parametrize(
    ("field", "sent", "message"),
    [
        (forms.CharField(label="Title"), "", "Enter title"),
        (forms.CharField(label="NHS number"), "", "Enter NHS number"),
        (forms.CharField(label="What happened?"), "", 'Answer "What happened?"'),
        (forms.CharField(label="Title", max_length=3), "long", "Title must be 3 characters or fewer"),
        (forms.CharField(label="100% true", max_length=3), "long", "100% true must be 3 characters or fewer"),
        (forms.CharField(label="Title"), "a\0b", "Title has characters in it that cannot be saved"),
        (forms.IntegerField(label="People asked"), "many", "People asked must be a whole number"),
        (forms.IntegerField(label="People asked", min_value=1), "0", "People asked must be 1 or more"),
        (forms.DecimalField(label="Days"), "x", "Days must be a number"),
        (forms.ChoiceField(label="Theme", choices=[("a", "A")]), "", "Select theme"),
        (forms.ChoiceField(label="Theme", choices=[("a", "A")]), "z", "Select theme from the list"),
        (forms.ChoiceField(label="100% who?", choices=[("a", "A")]), "z", 'Answer "100% who?"'),
        (
            forms.TypedChoiceField(label="Which of 100%", choices=[("a", "A")]),
            "z",
            "Select which of 100% from the list",
        ),
        (forms.BooleanField(label="I agree"), "", 'Tick "I agree"'),
        (
            forms.EmailField(label="Email"),
            "grace",
            "Enter an email address in the correct format, like name@example.org",
        ),
        (forms.CharField(label="Title", error_messages={"required": "Say it"}), "", "Say it"),
    ],
)
def test_errors_are_plain_and_a_rooms_own_words_win(field, sent, message):
    form = type("One", (Form,), {"x": field})({"x": sent})
    assert form.errors["x"] == [message]


def test_an_empty_file_is_named_so():
    form = type("One", (Form,), {"x": forms.FileField(label="Letter")})(
        {}, {"x": SimpleUploadedFile("a.csv", b"")}
    )
    assert form.errors["x"] == ["The selected file is empty"]


def test_an_error_of_the_whole_form_comes_first_and_has_no_link():
    class Whole(Form):
        a = forms.CharField(label="A")

        def clean(self):
            raise forms.ValidationError("These do not fit together")

    assert error_list(Whole({})) == [
        {"text": "These do not fit together"},
        {"text": "Enter a", "href": "#id_a"},
    ]


def test_another_librarys_form_is_drawn_too():
    class Theirs(forms.Form):
        code = forms.CharField(label="Code", max_length=6)

    assert with_attribute(drawn(Theirs({})), "id")["id_code"].get("name") == "code"


class _Asked(forms.CharField):
    """Remembers whether it may answer itself, as a choice of one person only does."""

    def for_person(self, person, *, also=None, is_new=True) -> None:
        self.is_new = is_new


def test_a_filter_is_never_answered_by_its_only_choice():
    ours = type("Ours", (Form,), {"who": _Asked()})(person=object())
    filters = type("Filters", (FilterForm,), {"who": _Asked()})(person=object())
    assert ours.fields["who"].is_new and not filters.fields["who"].is_new
