"""The words of those who fit out and open shops."""

from base64 import b64encode

from .calendar import in_days

FITOUT = "ops.lease.fitout"
VISIT = "ops.lease.fitout.visit"
LICENCE = "ops.lease.licence"
BATCH = "ops.lease.opening.batch"
LINE = "ops.lease.opening.line"


def scan(name):
    """Commands for a file attached to a paper."""
    return [[0, 0, {"name": name, "datas": b64encode(b"scan").decode()}]]


class FitoutWords:
    """What people do with a fit-out besides taking steps; part of ``Leasing``."""

    def fitout_of(self, lease):
        """The fit-out file of a lease."""
        (file,) = self.finds(
            FITOUT, [("contract_id", "=", lease["id"]), ("state", "!=", "cancelled")]
        )
        return file

    def inspects_works(self, fitout, *findings):
        """Fill in a supervision record 装修监督记录."""
        due = in_days(3)
        return self.makes(
            VISIT,
            fitout_id=fitout.id,
            progress="吊顶施工",
            finding_ids=[
                [0, 0, {"name": name, "measure": "按图整改", "date_due": due}]
                for name in findings
            ],
        )

    def corrections_of(self, visit):
        """The corrections of a supervision record."""
        return self.finds(
            "ops.improvement", [("res_model", "=", VISIT), ("res_id", "=", visit.id)]
        )

    def obtains(self, lease, *kinds):
        """Enter the licences a tenant has obtained 经营证照清单; all required ones
        when none is named."""
        domain = [("contract_id", "=", lease["id"]), ("required", "=", True)]
        if kinds:
            domain.append(("kind_id.name", "in", kinds))
        for licence in self.finds(LICENCE, domain):
            self.writes(
                licence,
                name=f"ZZ{licence.id:08d}",
                date_obtained=in_days(0),
                date_end=in_days(700),
                attachment_ids=scan("licence.pdf"),
            )

    def plans_opening(self, project, leases, day=None):
        """Put an opening batch together 开业批次."""
        return self.makes(
            BATCH,
            property_id=project,
            date_planned=str(day or in_days(0)),
            line_ids=[[0, 0, {"contract_id": lease["id"]}] for lease in leases],
        )

    def line_of(self, batch, lease):
        """The line of a tenant in a batch."""
        (line,) = self.finds(
            LINE, [("batch_id", "=", batch.id), ("contract_id", "=", lease["id"])]
        )
        return line

    def shops_by_state(self):
        """What the occupancy report counts: ``{state: shops}``."""
        rows = self.channel.call(
            "ops.lease.unit.report",
            "formatted_read_group",
            domain=[],
            groupby=["state"],
            aggregates=["__count"],
        )
        return {row["state"]: row["__count"] for row in rows}
