"""Detector of personal data: Goldthread's own recognisers, and a further one where a council names it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from goldthread.analysis.privacy import Detection, Detector, KnownPerson, Recogniser
from goldthread.analysis.privacy.detector import default_recognisers


@lru_cache(maxsize=2)
def _detector(further: str) -> Detector:
    """Return the detector with a further recogniser, "" for none; a model is loaded once and cached."""
    if not further:
        return Detector()
    named = import_string(further)
    recogniser: Recogniser = named() if isinstance(named, type) else named
    return Detector((*default_recognisers(), recogniser))


def find(text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
    """Return what identifies a person in `text`; `GOLDTHREAD_PRIVACY_RECOGNISER` names a further recogniser.

    Raises whatever a recogniser raises: a text that was not read to its end is not passed on.
    """
    return _detector(settings.PRIVACY_RECOGNISER).find(text, known_names=known_names)
