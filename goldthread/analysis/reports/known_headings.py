"""The headings under which the Care Quality Commission reports on each statement, by the statement's number.

As printed in published reports (2024 and 2025); a page may have none of them, or others.
"""

from __future__ import annotations

from goldthread.analysis.reports.rules import plain

_HEADINGS = {
    1: """Assessment, care planning and review arrangements|Timeliness of assessments, care planning and reviews|
    Assessment and care planning for unpaid carers, child's carers and child carers|
    Help for people to meet their non-eligible care and support needs|Eligibility decisions for care and support|
    Financial assessment and charging policy for care and support|Provision of independent advocacy""",
    2: """Arrangements to prevent, delay or reduce needs for care and support|
    Provision and impact of intermediate care and reablement services|Access to equipment and home adaptations|
    Provision of accessible information and advice|Direct payments""",
    3: """Understanding and reducing barriers to care and support and reducing inequalities|Inclusion and accessibility arrangements""",
    4: """Understanding local needs for care and support|Market shaping and commissioning to meet local needs|
    Ensuring sufficient capacity in local services to meet demand|Ensuring quality of local services|
    Ensuring local services are sustainable""",
    5: """Partnership working to deliver shared local and national objectives|Arrangements to support effective partnership working|
    Impact of partnership working|Working with voluntary and charity sector groups""",
    6: """Safety management|Safety during transitions|Contingency planning""",
    7: """Safeguarding systems, processes and practices|Responding to local safeguarding risks and issues|
    Responding to concerns and undertaking Section 42 enquiries|Making safeguarding personal""",
    8: """Governance, accountability and risk management|Strategic planning|Information security""",
    9: """Continuous learning, improvement and professional development|Learning from feedback""",
}
_NUMBERED = {
    heading.strip(): number
    for number, listed in _HEADINGS.items()
    for heading in listed.replace("\n", " ").split("|")
}
HEADINGS = tuple(" ".join(heading.split()) for heading in _NUMBERED)
STATEMENT_OF = {plain(heading): number for heading, number in _NUMBERED.items()}
"""Each of these headings as it is compared, with its statement's number."""
