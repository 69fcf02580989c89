"""Who may read a published edition, by its kind: what opens it beside the permission to read reports."""

from __future__ import annotations

# Everybody who reads reports, partners among them; the council's own readers; whoever makes reports, and the assessor.
FOR_PARTNERS, FOR_COUNCIL, FOR_ASSESSOR = "", "reports.council", "reports.case_list"
READERS = {
    "board": FOR_COUNCIL,
    "annual": FOR_COUNCIL,
    "code": FOR_COUNCIL,
    "themes": FOR_COUNCIL,
    "themes_partners": FOR_PARTNERS,
    "member": FOR_COUNCIL,
    "local_account": FOR_PARTNERS,
    "adult_reviews": FOR_COUNCIL,
    "case_list": FOR_ASSESSOR,
}
# Of these one person's case can be seen: no search finds one, and nothing cites it.
SINGLE_CASES = ("case_list",)
