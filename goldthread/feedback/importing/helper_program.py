"""The program of an import's helper process: it prepares the rows that it is sent, until nothing more is sent.

It never opens the database, and writes nothing but its answers. What goes wrong in it is said without the words it was at.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import BinaryIO

# Pages and the import itself come first.
_NICE = 5


def main() -> None:
    """Answer what is sent on standard input, until that is closed."""
    os.nice(_NICE)
    # Whatever a recogniser prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    import django

    django.setup()
    from django.conf import settings
    from django.utils.module_loading import import_string

    # A detector that cannot be loaded here may well be where the import runs: nothing is answered for it.
    import_string(settings.PRIVACY_FINDER)
    try:
        _answer(sys.stdin.buffer, answers)
    except (BrokenPipeError, EOFError, pickle.UnpicklingError):
        # The import is over, or was killed: what was still to be written has nowhere to go.
        os._exit(0)


def _answer(questions: BinaryIO, answers: BinaryIO) -> None:
    from goldthread.feedback.intake.saving import prepare

    while True:
        pieces = pickle.load(questions)
        try:
            answer = prepare(pieces)
        except Exception as error:
            # No traceback: it may quote somebody's words.
            print(f"import helper: {type(error).__name__}; the import does this part itself", file=sys.stderr)
            answer = None
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
