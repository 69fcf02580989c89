"""Fetching e-mails: each is kept in a transaction of its own, and only then marked where it came from.

Killed between the two, the next run finds it kept and marks it: nothing is lost, and nothing is there twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from goldthread.council.models import Person
from goldthread.mail.message import MOST_BYTES
from goldthread.mailbox.keeping import AlreadyHere, keep_email, keep_notice
from goldthread.mailbox.sources import Found, Source

MOST_AT_ONCE = 200
"""So many are fetched in one run; the rest in the next, a few minutes later."""
_log = logging.getLogger(__name__)


@dataclass
class Fetched:
    """What a run did: how many e-mails are new, how many were here already, and how many stay where they are."""

    new: int = 0
    here: int = 0
    left: int = 0
    failed: int = 0

    def with_(self, more: Fetched) -> Fetched:
        """Return what two runs did together."""
        return Fetched(*(a + b for a, b in zip(vars(self).values(), vars(more).values(), strict=True)))

    def in_words(self) -> str:
        """Return it as a sentence."""
        said = [f"{self.new:,} new {'e-mail' if self.new == 1 else 'e-mails'}"]
        if self.here:
            said.append(f"{self.here:,} here already")
        if self.left:
            said.append(f"{self.left:,} too large, which stay where they are")
        if self.failed:
            said.append(f"{self.failed:,} could not be kept and are tried again")
        return f"{'; '.join(said)}."


def fetch(by: Person, source: Source, *, most: int = MOST_AT_ONCE) -> Fetched:
    """Keep what a source has; call outside a transaction."""
    done = Fetched()
    for found in source.found():
        if done.new + done.here + done.failed >= most:
            break
        if found.size > MOST_BYTES:
            _note(by, source, found, done)
            continue
        try:
            keep_email(by=by, message=found.content(), via=source.via, received_at=found.received_at)
        except AlreadyHere:
            done.here += 1
        except OSError:
            # The place itself fails: whoever asked says so.
            raise
        except Exception as fault:
            # Its words must stand in no log, so that the fault is named and not told.
            _log.error("an e-mail could not be kept (%s); it stays where it is", type(fault).__name__)
            done.failed += 1
            source.left(found)
            continue
        else:
            done.new += 1
        source.done(found)
    return done


def _note(by: Person, source: Source, found: Found, done: Fetched) -> None:
    """Keep notice of a message that is too large; it stays where it is."""
    try:
        keep_notice(
            by=by, headers=found.headers(), size=found.size, via=source.via, received_at=found.received_at
        )
        done.left += 1
    except AlreadyHere:
        pass
    except OSError:
        raise
    except Exception as fault:
        _log.error("notice of a large e-mail could not be kept (%s)", type(fault).__name__)
        done.failed += 1
        source.left(found)
