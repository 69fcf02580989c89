"""Rendering of whole pages, and of one block of a page where HTMX asks for that part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Return a page, or only its block `fragment` where HTMX asks for that part.

    With several fragments, the one whose name is the id of HTMX's target is returned. A boosted link, and
    a page that the browser's Back button brings again, are whole pages.
    """
    block = _requested_block(request, (fragment,) if isinstance(fragment, str) else tuple(fragment))
    response = HttpResponse(render_to_string(request, template, context, block=block), status=status)
    if fragment:
        # A cache between us and the reader must not take the part for the whole.
        patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-Boosted"])
    return response


def render_to_string(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, block: str | None = None
) -> str:
    """Return the HTML of a template, or of one of its blocks, its own or one that it takes from a parent.

    What a block uses must come from the context, the globals or the top level of the page's own template.
    Raises KeyError for a block that neither the template nor its parents have.
    """
    engine = engines["jinja2"]
    whole = engine.get_template(template)
    if block is None:
        return whole.render(dict(context or {}), request)
    # The context as Django's own backend builds it for a whole page.
    everything = dict(context or {})
    everything.update(
        request=request, csrf_input=csrf_input_lazy(request), csrf_token=csrf_token_lazy(request)
    )
    for processor in engine.template_context_processors:
        everything.update(processor(request))
    compiled = whole.template
    names = compiled.new_context(everything)
    # Up to the first piece of output: by then each parent has added its blocks to the context.
    next(iter(compiled.root_render_func(names)), "")
    if block not in names.blocks:
        raise KeyError(f"{template} has no block named {block}")
    return compiled.environment.concat(names.blocks[block][0](names))


def _requested_block(request: HttpRequest, fragments: tuple[str, ...]) -> str | None:
    htmx = getattr(request, "htmx", None)
    if not fragments or not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    if htmx.target in fragments:
        return htmx.target
    return fragments[0] if len(fragments) == 1 else None
