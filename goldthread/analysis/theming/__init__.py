"""Suggests themes for what people say, by the codebook and by what people confirmed, and says why.

model = Model.fit(themes, confirmed)
model.suggest("Nobody rang me back.", question="complaint")
"""

from goldthread.analysis.theming.model import ThemeSuggester
from goldthread.analysis.theming.types import CodedExample, MatchedWord, Suggestion, ThemeText

__all__ = ["CodedExample", "MatchedWord", "Suggestion", "ThemeSuggester", "ThemeText"]
