"""What the screening finds and misses, in words: as it was measured, and as a council's own samples show it."""

from __future__ import annotations

from goldthread.analysis.tables.intervals import exact
from goldthread.analysis.text.safeguarding_accuracy import Accuracy, measured
from goldthread.themes.safeguarding.queries import Raised, Readings
from goldthread.themes.safeguarding.safeguarding_screen import screener

NOT_MEASURED = "What it misses has not been measured yet."


def accuracy() -> Accuracy:
    """Return what was measured of the screening as it is installed here."""
    return measured(semantic=screener().semantic)


def what_it_misses() -> str:
    """Return the sentence that pages show beside the list, so that nothing found is no reassurance."""
    return accuracy().misses or NOT_MEASURED


def share_in_words(raised: Raised) -> str:
    """Return what a share finds of invented texts that tell of harm, and how many of the council's own it raises."""
    found = accuracy().found.get(raised.share)
    finds = "Not measured yet" if found is None else f"Finds {found} of 100 invented texts that tell of harm"
    if not raised.of:
        return f"{finds}. No text of the last 12 months has been screened yet."
    return f"{finds}. Of your {raised.of:,} texts of the last 12 months it raises {raised.count:,}."


def _percent(part: float) -> str:
    """Return a percentage in words: "0.4" or "12", never more exact than it is known."""
    return f"{100 * part:.1f}" if 0 < part < 0.0995 else f"{100 * part:.0f}"


def sample_in_words(readings: Readings) -> str:
    """Return "Of 60 texts read that were not raised, 2 told of harm: between 0.4% and 12% of all." or that none is read."""
    if not readings.read:
        return "No text of a sample has been read yet, so nobody knows what is missed here."
    texts = "text" if readings.read == 1 else "texts"
    low, high = exact(readings.harm, readings.read)
    share = (
        f"up to {_percent(high)}%" if not readings.harm else f"between {_percent(low)}% and {_percent(high)}%"
    )
    return (
        f"Of {readings.read:,} {texts} read that the screening did not raise, {readings.harm:,} told of harm: "
        f"{share} of all that it does not raise (95% interval)."
    )
