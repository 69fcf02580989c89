"""Help of a page: every page leads to a part of the help page that is there."""

from __future__ import annotations

import pytest

from goldthread.web.help_topics import TOPICS, topic_of


@pytest.mark.parametrize(
    "path, slug",
    [
        ("/", "home"),
        ("/feedback/", "feedback"),
        ("/feedback/import/", "import"),
        ("/themes/safeguarding/", "safeguarding"),
        ("/themes/0198/", "themes"),
        ("/reports/board/", "reports"),
        ("/nothing/of/ours/", "home"),
    ],
)
def test_a_page_belongs_to_the_topic_that_fits_it_best(path, slug):
    assert topic_of(path).slug == slug


def test_topics_are_told_apart():
    assert len({topic.slug for topic in TOPICS}) == len(TOPICS)
    begins = [start for topic in TOPICS for start in topic.begins]
    assert len(set(begins)) == len(begins)


@pytest.mark.django_db
def test_each_page_leads_to_its_part_of_the_help_page(avonshire):
    client = avonshire.client("director", checked=False)
    page = client.get("/help/").content.decode()
    for topic in TOPICS:
        assert f'id="{topic.slug}"' in page
        assert all(line.split("“")[0] in page for line in topic.lines)
    for path, slug in (("/", "home"), ("/impact/", "impact"), ("/reports/", "reports")):
        assert f'href="/help/#{slug}"' in client.get(path).content.decode()
