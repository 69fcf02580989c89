"""Changes to Avonshire's codebook over two years, and the annotations on its charts."""

from __future__ import annotations

from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.themes.codebook import commands as codebook_commands
from goldthread.themes.counting import commands as counting_commands


def add_first_themes(story: Story) -> None:
    """Add the themes that the council began with and later merged and split."""
    for edit in content.toml("story")["codebook_edits"]:
        if edit["kind"] == "add":
            story.themes[edit["slug"]] = codebook_commands.add_theme(
                by=story.people[edit["by"]],
                slug=edit["slug"],
                name=edit["name"],
                group="Avonshire's own",
                what_it_is=edit["definition"],
                reason=edit["reason"],
            )


def merge_and_split(story: Story) -> None:
    """Merge and split the first themes, with the reasons."""
    for edit in content.toml("story")["codebook_edits"]:
        by = story.people[edit["by"]]
        if edit["kind"] == "merge":
            for slug in edit["from"]:
                codebook_commands.merge_themes(
                    by=by, theme=story.theme(slug), into=story.theme(edit["into"][0]), reason=edit["reason"]
                )
        elif edit["kind"] == "split":
            codebook_commands.split_theme(
                by=by,
                theme=story.theme(edit["from"][0]),
                into=[story.theme(slug) for slug in edit["into"]],
                reason=edit["reason"],
            )


def annotate(story: Story) -> None:
    """Add the annotations of known events to the charts of their themes."""
    for event in content.toml("story")["events"]:
        for slug in event["themes"]:
            counting_commands.add_annotation(
                by=story.people["grace-adeyinka"],
                on=story.month(event["month"]),
                label=event["title"],
                theme=story.theme(slug),
                recalculates=event.get("recalculates", False),
            )
