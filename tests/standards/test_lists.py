"""The field's smaller lists: whole, in order, and honest about what is not confirmed."""

from __future__ import annotations

import pytest

from goldthread.standards import lists


def test_a_reason_is_needed_where_a_finding_is_not_implemented() -> None:
    statuses = lists.finding_statuses()
    assert [s.slug for s in statuses.items] == [
        "accepted",
        "in_progress",
        "implemented",
        "embedded",
        "not_implemented",
    ]
    assert [s.slug for s in statuses.items if s.reason_needed] == ["not_implemented"]


def test_the_lists_are_whole() -> None:
    assert len(lists.ladder().items) == 7
    assert "Think Local Act Personal" in lists.ladder().note
    assert [level.slug for level in lists.kirkpatrick().items] == [
        "reaction",
        "learning",
        "behaviour",
        "results",
    ]
    assert len(lists.employer_standards().items) == 8
    assert len(lists.briefing_blocks().items) == 7
    assert [m.confirmed for m in lists.sar_markers().items] == [True] * 6 + [False] * 9
    assert all("statutory" in lists.sar_kinds().note for _ in lists.sar_kinds().items)
    assert lists.sar_types().item("self-neglect").what_it_is.startswith("45%")
    with pytest.raises(KeyError):
        lists.ladder().item("manipulation")


@pytest.mark.parametrize(
    ("score", "slug"),
    [
        (0, "low"),
        (50, "low"),
        (50.4, "low"),
        (50.5, "moderate"),
        (74, "moderate"),
        (74.5, "high"),
        (100, "high"),
    ],
)
def test_health_check_bands_meet(score: float, slug: str) -> None:
    assert lists.health_check_band(score).slug == slug


@pytest.mark.parametrize("score", [-1, 100.1, float("nan")])
def test_a_score_that_cannot_be_has_no_band(score: float) -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        lists.health_check_band(score)


def test_each_kind_of_review_names_its_fields() -> None:
    kinds = {kind.slug: kind for kind in lists.review_kinds()}
    assert set(kinds) == {
        "ombudsman_decision",
        "safeguarding_adult_review",
        "peer_review",
        "inspection",
        "external_audit",
        "practice_peer_review",
        "accreditation_visit",
        "joint_review",
        "practice_audit",
    }
    names = {"their_reference", "decided_on", "outcome", "finding", "recommendation", "due_on"}
    # Who took part is asked only where others were spoken with or took part.
    asked = {slug for slug, kind in kinds.items() if "took_part" in kind.labels}
    assert asked == {"practice_peer_review", "accreditation_visit", "joint_review"}
    assert [slug for slug, kind in kinds.items() if "reviewed_team" in kind.labels] == [
        "practice_peer_review"
    ]
    assert all(set(kind.labels) - {"took_part", "reviewed_team"} == names for kind in kinds.values())
    assert "Not upheld" in lists.review_kind("ombudsman_decision").outcomes
    with pytest.raises(KeyError):
        lists.review_kind("rumour")


def test_no_years_kept_are_called_confirmed() -> None:
    assert lists.retention()
    assert not any(schedule.confirmed for schedule in lists.retention())
