"""The tips for a self-assessment held against a section: what each looked at and found. They advise, and stop nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.council.records.states import State
from goldthread.evidence.standing import Standing
from goldthread.standards.self_assessment import Tip, tips

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NO_RESULT = ("No result", "Too little data", "Review due", "Indicator")


@dataclass(frozen=True)
class Check:
    """One tip held against a text: whether it is met, what was found, and what was looked at."""

    tip: Tip
    is_met: bool
    found: str
    looked_at: str


def words_in(text: str) -> int:
    """Return how many words a text has: what stands between spaces and has a letter or a digit, hyphens within."""
    return len(_WORD.findall(text))


def checks_of(text: str, standings: Sequence[Standing], most_words: int) -> list[Check]:
    """Return the tips held against the text under one statement and the claims there."""
    known = tips()
    count = words_in(text)
    sentences = [each for each in _SENTENCE.split(text) if each.strip()]
    weak = [at for at, each in enumerate(sentences) if _has(each, known["honest"])]
    planned = [at for at, each in enumerate(sentences) if _has(each, known["action"])]
    with_plan = [at for at in weak if {at, at + 1, at + 2} & set(planned)]
    measured = [each for each in standings if any(_is_result(state) for state in _measures(each))]
    bare = [each for each in standings if not each.evidence.citations]
    looked = f"The {len(sentences)} sentences of the text, for words that name one and words of a plan within two sentences."
    claims = f"{len(standings)} {'claim' if len(standings) == 1 else 'claims'} under the statement"
    return [
        Check(
            known["short"],
            0 < count <= most_words,
            f"{count:,} words; the limit is {most_words:,}.",
            "The words of the text.",
        ),
        Check(
            known["honest"],
            bool(with_plan),
            _quoted("Names a weakness with its plan", sentences, with_plan)
            if with_plan
            else _quoted("Names a weakness and no plan near it", sentences, weak)
            if weak
            else "Names no weakness.",
            looked,
        ),
        Check(
            known["action"],
            bool(planned),
            _quoted("Says what is done next", sentences, planned)
            if planned
            else "Says nothing of what is done next.",
            "The sentences of the text, for words of a plan.",
        ),
        Check(
            known["outcome"],
            bool(measured),
            f"{len(measured)} of {claims} cite a measure with a result."
            if standings
            else "There is no claim under the statement.",
            f"The measures that {claims} cite.",
        ),
        Check(
            known["evidence"],
            bool(standings) and not bare,
            f"{len(standings) - len(bare)} of {claims} cite evidence."
            if standings
            else "There is no claim under the statement.",
            f"What {claims} cite.",
        ),
    ]


def whole_check(written: Sequence[str], missing: Sequence[str]) -> Check:
    """Return the tip that every statement is covered, held against a whole self-assessment."""
    found = (
        f"Nothing is written yet under: {'; '.join(missing)}." if missing else "Every statement has a text."
    )
    return Check(
        tips()["whole"], not missing, found, f"The texts of {len(written) + len(missing)} statements."
    )


def _has(sentence: str, tip: Tip) -> bool:
    plain = " ".join(sentence.lower().split())
    return any(re.search(rf"\b{re.escape(word)}\b", plain) for word in tip.words)


def _quoted(what: str, sentences: Sequence[str], at: Sequence[int]) -> str:
    first = " ".join(sentences[at[0]].split())
    return f"{what}: “{first[:160]}{'…' if len(first) > 160 else ''}”"


def _measures(standing: Standing) -> list[State]:
    """Return the first state of each measure that a claim cites: its result."""
    cited = [each for each in standing.evidence.citations if each.kind == "measure"]
    return [standing.states[each.pk][0] for each in cited if standing.states[each.pk]]


def _is_result(state: State) -> bool:
    return not state.text.startswith(_NO_RESULT)
