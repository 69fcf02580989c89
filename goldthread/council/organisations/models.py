"""The organisations a council works with: providers, the NHS, other agencies, other councils, voluntary, universities."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import Numbered, with_history
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import RecordType


class OrganisationKind(models.TextChoices):
    """What sort of organisation it is."""

    PROVIDER = "provider", "Care provider"
    NHS = "nhs", "NHS"
    AGENCY = "agency", "Other agency"
    COUNCIL = "council", "Other council"
    VOLUNTARY = "voluntary", "Voluntary or community organisation"
    UNIVERSITY = "university", "University"


@with_history
class Organisation(Numbered):
    """An organisation, as the council calls it, with the other names under which spreadsheets have it."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=OrganisationKind)
    other_names = models.TextField(blank=True, help_text="One in a line.")
    code = models.CharField("CQC or ODS code", max_length=40, blank=True)

    # No person: an organisation is known by its published name.
    retention = Retention(plain="number name kind other_names code")
    spec = RecordType(
        name="Organisation",
        plural="Organisations",
        letter="O",
        page="organisations:organisation",
        menu="Organisations",
        permission="organisations.read",
        change="organisations.edit",
        title="name",
        public="name other_names",
        codes="code",
        labels={"code": str},
        on_thread=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_organisation_a_number"),
            models.UniqueConstraint(
                fields=["council", "name"],
                condition=models.Q(withdrawn_on=None),
                name="one_organisation_a_name",
                violation_error_message="There is an organisation of that name already.",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "name", "id"], name="organisations_by_name"),
            models.Index(fields=["council", "kind", "name", "id"], name="organisations_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> list[str]:
        """Return every name it is known by, its own first."""
        return [self.name, *(line.strip() for line in self.other_names.splitlines() if line.strip())]
