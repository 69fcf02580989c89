"""What the worker has to know of packs and self-assessments: that a name hidden later is hidden in them too."""

from __future__ import annotations

from goldthread.evidence.packs import revising as packs
from goldthread.evidence.self_assessment import revising as self_assessments

HIDDEN_LATER = (packs.hidden_later, self_assessments.hidden_later)
"""What is done where a name is hidden later, once this room is loaded."""
