"""Personal data in text: detection before anything else reads it, and readable placeholders in its place."""

from goldthread.analysis.privacy.detector import Detector, find_personal_data
from goldthread.analysis.privacy.placeholders import CaseNames, Decision, Redacted, redact, redact_fields
from goldthread.analysis.privacy.special_category import Caution, cautions
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson, Recogniser

__all__ = [
    "CaseNames",
    "Caution",
    "Decision",
    "Detection",
    "Detector",
    "Kind",
    "KnownPerson",
    "Recogniser",
    "Redacted",
    "cautions",
    "find_personal_data",
    "redact",
    "redact_fields",
]
