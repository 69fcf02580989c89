"""Forms read from a finished page, and filled: what was kept stands in it again, and nothing that may not be kept."""

from __future__ import annotations

import html5lib

from goldthread.web.form_controls import answered, filled, forms_on

PAGE = """<!doctype html><title>x</title>
<form method="get"><input name="q"></form>
<form method="post" action="/elsewhere/">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="form_token" value="f">
<input type="hidden" name="of" value="7"><input type="hidden" name="version" value="4" data-drafted>
<input name="title" value="Old &amp; grey"> <textarea name="words" rows="3">Before</textarea>
<input type="password" name="secret"> <input type="file" name="sheet">
<input name="code" autocomplete="one-time-code">
<input type="checkbox" name="tick" value="a" checked><input type="checkbox" name="tick" value="b">
<input type="checkbox" name="alone">
<select name="one"><option value="">None</option><option value="x" selected>X</option><option value="y">Y</option></select>
<input name="group" value=""><input name="group" value="">
<button name="more" value="1">More</button>
</form>
<form method="post"><input type="hidden" name="gone" value="1"><button>Go</button></form>
"""
ANSWERS = [
    ("of", "7"), ("version", "3"), ("title", 'A "quoted" <b>title</b>'), ("words", "\nTwo\r\nlines & more </textarea>"),
    ("secret", "hunter2"), ("code", "123456"), ("tick", "b"), ("alone", "on"), ("one", "y"),
    ("group", "first"), ("group", "second"), ("more", "1"),
]  # fmt: skip


def values(html: str, form: int = 1) -> list[tuple[str, str]]:
    """Return what a browser would send of a form."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    sent = []
    for control in tree.findall(".//form")[form].iter():
        name = control.get("name", "")
        if control.tag == "textarea":
            sent.append((name, control.text or ""))
        elif control.tag == "select":
            sent += [(name, o.get("value")) for o in control if o.get("selected") is not None]
        elif control.tag == "input":
            if control.get("type") not in ("checkbox", "radio"):
                sent.append((name, control.get("value", "")))
            elif control.get("checked") is not None:
                sent.append((name, control.get("value", "on")))
    return sent


def test_a_page_s_forms_are_those_that_send_something():
    forms = forms_on(PAGE)
    assert [form.address("/here/?a=1") for form in forms] == ["/elsewhere/", "/here/?a=1"]
    assert [form.is_drafted for form in forms] == [True, False]


def test_answers_stand_in_the_form_again_and_secrets_do_not():
    html = filled(PAGE, forms_on(PAGE)[0], ANSWERS, before="<p>Draft</p>")
    assert values(html) == [
        ("csrfmiddlewaretoken", "t"), ("form_token", "f"), ("of", "7"), ("version", "3"),
        ("title", 'A "quoted" <b>title</b>'), ("words", "\nTwo\nlines & more </textarea>"),
        ("secret", ""), ("sheet", ""), ("code", ""), ("tick", "b"), ("alone", "on"), ("one", "y"),
        ("group", "first"), ("group", "second"),
    ]  # fmt: skip
    assert html.index("<p>Draft</p>") < html.index('action="/elsewhere/"')


def test_a_form_that_holds_the_answers_already_is_left_as_it_is():
    same = [("title", "Old & grey"), ("words", "Before"), ("tick", "a"), ("one", "x"), ("version", "4")]
    assert filled(PAGE, forms_on(PAGE)[0], same, before="<p>Draft</p>") == PAGE


def test_what_is_kept_of_answers_leaves_out_secrets_files_buttons_and_tokens():
    form = forms_on(PAGE)[0]
    sent = [
        ("csrfmiddlewaretoken", "t"),
        ("form_token", "f"),
        ("sheet", "words.csv"),
        ("made_up", "x"),
        *ANSWERS,
    ]
    assert {name for name, _ in form.draft_answers(sent)} == {
        "of", "version", "title", "words", "tick", "alone", "one", "group"
    }  # fmt: skip


def test_answers_to_the_same_form_about_something_else_are_not_its_own():
    form = forms_on(PAGE)[0]
    assert form.is_about({"of": ["7"], "version": ["1"]})
    assert not form.is_about({"of": ["8"]})
    assert not form.is_about({})


def test_of_two_forms_with_one_address_the_one_that_was_answered_is_meant():
    page = (
        '<form method="post"><select name="sheet"><option value="a">A</option></select></form>'
        '<form method="post"><input name="date"><input name="words"></form>'
        '<form method="post"><button name="undo" value="1">Undo</button></form>'
    )
    forms = forms_on(page)
    assert answered(forms, [("date", "x"), ("words", "y")]) is forms[1]
    assert answered(forms, [("sheet", "a")]) is forms[0]
    assert answered(forms, [("undo", "1")]) is None
    assert answered([], [("date", "x")]) is None
