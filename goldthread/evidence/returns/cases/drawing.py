"""A draw of cases by lot: the same seed gives the same order of the same references, on any machine."""

from __future__ import annotations

from goldthread.analysis.sampling import in_order
from goldthread.sheets.case_references import LONGEST, is_reference

__all__ = ["LONGEST", "in_order", "is_reference"]
