"""Suggests themes for what people say, by the codebook and by what people confirmed, and says why.

model = Model.fit(themes, confirmed)
model.suggest("Nobody rang me back.", question="complaint")
"""

from goldthread.analysis.theming.model import Model
from goldthread.analysis.theming.types import Confirmed, Suggestion, ThemeText, Word

__all__ = ["Confirmed", "Model", "Suggestion", "ThemeText", "Word"]
