"""Words that are no answer: what is one, and what is an answer though it is short."""

import pytest

from goldthread.no_answer import is_no_answer

NO_ANSWERS = """
-|–|.|...|***|?|N/A|n/a.|N.A.|n / a|NA|n\\a|(n/a)|ｎ/ａ|None|none.|NIL|null|NULL|NaN|[blank]|- None -|TBC
Not applicable|not-applicable|NOT PROVIDED|Not Provided.|No comment|No comments!|no further comments|Nothing to add.
N/A, n/a|No comment. No comment.|Prefer not to say|Not known|unknown|Dim sylwadau
"""
ANSWERS = """
Nothing|No|Yes|Good|👍|5|0|Nan|No reply|No information|No response to my e-mails|None of the carers came|None came
Not applicable to me, but my brother waited|N/A until the lift is mended|No comment was made by the manager
Unknown carer at the door|nil by mouth
"""


def _each(texts: str) -> list[str]:
    return texts.strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("text", ["", "  \n", " " * 900, *_each(NO_ANSWERS)])
def test_no_answer(text):
    assert is_no_answer(text)


@pytest.mark.parametrize("text", ["x" * 2000, *_each(ANSWERS)])
def test_an_answer(text):
    assert not is_no_answer(text)
