"""What the frame of every page sets hides nothing that a page gives its own template.

That no page gives a name which every page is given is held where each page is opened (`test_pages.py`).
"""

from __future__ import annotations

from django.template import engines
from jinja2 import nodes


def _environment():
    return engines["jinja2"].env


def _parsed(name: str) -> nodes.Template:
    environment = _environment()
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _frames() -> list[str]:
    """Return the templates that others extend, and those that they extend: the frames of pages."""
    extended = {
        extends.template.value
        for name in _environment().list_templates(extensions=["html"])
        for extends in _parsed(name).find_all(nodes.Extends)
        if isinstance(extends.template, nodes.Const)
    }
    return sorted(extended)


def set_for_the_whole_page(body: list[nodes.Node]) -> list[tuple[str, nodes.Node]]:
    """Return what a template sets outside its blocks, loops and macros, where all its blocks find it."""
    found = []
    for node in body:
        if isinstance(node, nodes.Assign | nodes.AssignBlock):
            value = node.node if isinstance(node, nodes.Assign) else node
            found += [(name.name, value) for name in node.target.find_all(nodes.Name)] or [
                (node.target.name, value)
            ]
        elif isinstance(node, nodes.If):
            found += set_for_the_whole_page([*node.body, *node.elif_, *node.else_])
        elif isinstance(node, nodes.Macro):
            found.append((node.name, node))
    return found


def _is_its_own_default(name: str, value: nodes.Node) -> bool:
    return (
        isinstance(value, nodes.Filter)
        and value.name == "default"
        and isinstance(value.node, nodes.Name)
        and value.node.name == name
    )


def test_a_frame_sets_no_name_that_a_page_may_have():
    frames = _frames()
    assert {"web/layout.html", "web/desk.html", "web/list_page.html", "web/record_page.html"} <= {*frames}
    for frame in frames:
        for name, value in set_for_the_whole_page(_parsed(frame).body):
            assert name.startswith("frame_") or _is_its_own_default(name, value), f"{frame} sets {name}"


def test_what_a_frame_sets_in_a_condition_is_found_and_what_a_block_sets_is_its_own():
    source = "{% if x %}{% set a = 1 %}{% endif %}{% set b %}b{% endset %}{% block c %}{% set d = 1 %}{% endblock %}"
    assert [name for name, _ in set_for_the_whole_page(_environment().parse(source).body)] == ["a", "b"]
