"""Theme suggestions from the codebook and from coded examples, with the words they rest on.

model = Model.fit(themes, confirmed)
model.suggest("Nobody rang me back.", question="complaint")
"""

from goldthread.analysis.theming.model import ThemeSuggester
from goldthread.analysis.theming.types import CodedExample, MatchedWord, Suggestion, ThemeText

__all__ = ["CodedExample", "MatchedWord", "Suggestion", "ThemeSuggester", "ThemeText"]
