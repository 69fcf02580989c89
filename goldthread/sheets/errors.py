"""Error shown when a spreadsheet cannot be read: what is wrong and what to do next."""


class SheetError(Exception):
    """The file as a whole cannot be used. `str(error)` is fit to show: it says what is wrong and what to do.

    `wrong` and `todo` hold the two halves, for a page that sets them apart.
    """

    def __init__(self, wrong: str, todo: str) -> None:
        super().__init__(f"{wrong} {todo}")
        self.wrong = wrong
        self.todo = todo


RESAVE = "Open it in Excel, save it again as “Excel Workbook (.xlsx)” or “CSV UTF-8”, and try the new file."


def damaged(detail: str) -> SheetError:
    """An Excel file whose insides are broken or cut short."""
    return SheetError(f"This Excel file is damaged or was cut short on its way here: {detail}.", RESAVE)
