"""What the worker has to know of packs: that a name which is hidden later is hidden in them too."""

from __future__ import annotations

from goldthread.evidence.packs.revising import hidden_later

__all__ = ["hidden_later"]
