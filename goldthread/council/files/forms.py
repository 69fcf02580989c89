"""Forms for files: they check shape and never write."""

from __future__ import annotations

from django import forms

from goldthread.council.files.content import MOST_BYTES
from goldthread.web.file_field import FileField
from goldthread.web.forms import Form

_MEGABYTES = MOST_BYTES // 1024**2


class FileForm(Form):
    """A file to attach, and who may open it."""

    file = FileField(
        most_bytes=MOST_BYTES,
        label="File",
        help_text=f"A PDF, Word, Excel, PowerPoint or text file, a photograph (JPEG, PNG or HEIC), or a sound recording, "
        f"of at most {_MEGABYTES} MB. Where a photograph was taken is removed from it.",
    )
    names_nobody = forms.BooleanField(
        label="Nobody is named or pictured in it",
        required=False,
        help_text="Then everybody who may open this record may open the file. Otherwise it is restricted: it is opened "
        "with a reason, by whoever may open original text.",
    )


class ScannerForm(Form):
    """The ClamAV server of a council."""

    is_on = forms.BooleanField(
        label="Scan files for viruses",
        required=False,
        help_text="Nobody opens a file before its scan. Turned off, files that wait are opened without one.",
    )
    host = forms.CharField(
        label="ClamAV server",
        required=False,
        max_length=253,
        help_text="Its name or address on your network.",
    )
    port = forms.IntegerField(
        label="Port",
        min_value=1,
        max_value=65535,
        initial=3310,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )
