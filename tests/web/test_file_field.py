"""A file that is larger than its field allows is refused before it is read, in words that say the limit."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError

from goldthread.web.file_field import FileField, in_megabytes


@pytest.mark.parametrize(
    ("limit", "megabytes"),
    [(1_000_000, 1), (5_000_000, 5), (1024**2, 1), (20 * 1024**2, 20), (40 * 1024**2, 40)],
)
def test_a_limit_is_said_in_the_megabytes_in_which_it_was_set(limit, megabytes):
    assert in_megabytes(limit) == megabytes


def test_a_file_as_large_as_the_limit_is_taken_and_one_byte_more_is_not():
    field = FileField(most_bytes=1_000_000)
    taken = field.clean(SimpleUploadedFile("list.csv", b"x" * 1_000_000))
    assert taken.size == 1_000_000
    with pytest.raises(ValidationError, match="The file must be 1 MB or smaller"):
        field.clean(SimpleUploadedFile("list.csv", b"x" * 1_000_001))


def test_without_a_file_it_asks_for_one():
    with pytest.raises(ValidationError, match="Select a file"):
        FileField(most_bytes=10).clean(None)
    assert FileField(most_bytes=10, required=False).clean(None) is None
