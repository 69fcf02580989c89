"""Finds what identifies people in what they wrote, before anything else reads it, and puts readable stand-ins in its place."""

from goldthread.analysis.privacy.cautions import Caution, cautions
from goldthread.analysis.privacy.detect import Detector, find
from goldthread.analysis.privacy.kinds import Find, Kind, KnownPerson, Recogniser
from goldthread.analysis.privacy.standins import CaseNames, Decision, Redacted, redact, redact_fields

__all__ = [
    "CaseNames",
    "Caution",
    "Decision",
    "Detector",
    "Find",
    "Kind",
    "KnownPerson",
    "Recogniser",
    "Redacted",
    "cautions",
    "find",
    "redact",
    "redact_fields",
]
