"""Forms for files: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.files.content import MOST_BYTES
from goldthread.web.forms import Form

_MEGABYTES = MOST_BYTES // 1024**2


class FileForm(Form):
    """A file to attach, and who may open it."""

    file = forms.FileField(
        label="File",
        max_length=200,
        error_messages={"required": "Select a file"},
        help_text=f"A PDF, Word, Excel, PowerPoint or text file, or a JPEG or PNG picture, of at most {_MEGABYTES} MB. "
        "Where a picture was taken is removed from it.",
    )
    names_nobody = forms.BooleanField(
        label="Nobody is named or pictured in it",
        required=False,
        help_text="Then everybody who may open this record may open the file. Otherwise it is restricted: it is opened "
        "with a reason, by whoever may open original text.",
    )

    def clean_file(self) -> Any:
        """Return the file; raises ValidationError for one that is too large, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file must be {_MEGABYTES} MB or smaller.")
        return file
