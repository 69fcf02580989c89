"""A file that somebody sends, of at most so many bytes: one that is larger is refused before it is read."""

from __future__ import annotations

from typing import Any

from django import forms

_MEBIBYTE = 1024**2


class FileField(forms.FileField):
    """A file with a limit.

    most_bytes: the limit; what is larger raises ValidationError, in words that say the limit.
    """

    def __init__(self, *, most_bytes: int, max_length: int = 200, **options: Any) -> None:
        options.setdefault("error_messages", {"required": "Select a file"})
        super().__init__(max_length=max_length, **options)
        self.most_bytes = most_bytes

    def to_python(self, data: Any) -> Any:
        """Return the file; raises ValidationError where it is too large."""
        file = super().to_python(data)
        if file is not None and file.size > self.most_bytes:
            raise forms.ValidationError(f"The file must be {in_megabytes(self.most_bytes)} MB or smaller")
        return file


def in_megabytes(size: int) -> int:
    """Return a limit as pages say it, in megabytes: binary ones where it was set so."""
    return size // (_MEBIBYTE if size % _MEBIBYTE == 0 else 1_000_000)
