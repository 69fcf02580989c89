"""Words that say nothing of what a text is about, such as "the", "want" or "Monday"."""

from __future__ import annotations

_EMPTY_WORDS = """a about after again all also always am an and another any anyone anything are aren't as ask asked at
away back be because been before being both but by came can can't cannot come comes coming could couldn't day days
did didn't do does doesn't doing don't done down each either else end even ever every everyone everything far feel
felt few find first for from gave get gets getting give given go goes going gone good got great had has hasn't have
haven't having he her here hers him his how however i i'd i'll i'm i've if in instead into is isn't it it's its just
keep kept knew know last least less let like lot made make makes making many may maybe me mean might more most much
must my myself need needed needs never next nice no nobody none nor not nothing now of off often ok okay old on once
one only or other others ought our ours out over own people person please put quite rather really said same saw say
saying says see seem seemed seems seen several shall she should shouldn't since so some somebody someone something
soon still such take taken takes tell than thank thanks that that's the their theirs them then there there's these
they they're they've thing things think this those though thought three through till time times to today together
told too took try trying two under until up upon us use used using very want wanted was wasn't way we we're we've
week weeks well went were weren't what when where whether which while who whole whom whose why will with without
won't work would wouldn't year years yes yet you you're you've your yours
monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday
sundays january february march april june july august september october november december"""
EMPTY = frozenset(_EMPTY_WORDS.split())
