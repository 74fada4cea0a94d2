"""Two tenants with a login of the portal, and what they have sent from it."""

import io
from datetime import timedelta

from odoo.fields import Command
from PIL import Image, ImageDraw

#: login, name: one runs his shop, the other one is leaving
TENANTS = (("tenant", "商户店长"), ("tenant_exit", "商户店长（退场）"))
#: what is broken: (subject, description, kind, urgency, days ago, state, done)
REPAIRS = (
    (
        "收银台上方射灯不亮",
        "两盏射灯不亮，更换灯泡后仍不亮。",
        "power",
        "normal",
        26,
        "closed",
        "更换驱动电源，已试灯。",
    ),
    (
        "后厨地漏反水",
        "高峰时段地漏反水，影响备餐。",
        "water",
        "urgent",
        6,
        "done",
        "疏通地漏，更换防反水芯。",
    ),
    (
        "玻璃门闭门器漏油",
        "门关不严，夜间需用锁链固定。",
        "door",
        "normal",
        3,
        "assigned",
        "",
    ),
    (
        "应急照明灯坠落",
        "应急灯一侧固定件脱落，可能砸到顾客。",
        "fire",
        "danger",
        1,
        "reported",
        "",
    ),
)
REFUSED = "照片中读数不清晰，请重新拍摄上报。"
DRAWING = ("门头翻新效果图", "shopfront")
SCOPE = "门头店招翻新。"


def picture(text, color):
    """A picture that stands for a photo: a text on a plate, as PNG."""
    image = Image.new("RGB", (640, 480), color)
    draw = ImageDraw.Draw(image)
    draw.rectangle((120, 160, 520, 320), fill="white", outline="black", width=6)
    draw.text((160, 200), text, fill="black", font_size=64)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class Portal:
    """The part of the world that tenants see; see ``world.py``."""

    def portal_leases(self):
        """The leases of the tenants with a login: who runs his shop still owes a bill
        and a sales report."""
        staying = self.contracts[self.exits :][:4][-1:]
        leaving = self.exit_ids.filtered(lambda e: e.state == "approved")[:1]
        return staying, leaving.contract_id

    def build_portal(self):
        """Repairs at every state, readings sent, drawings filed."""
        if self.light or not self.story:
            return
        for (login, name), lease in zip(TENANTS, self.portal_leases(), strict=True):
            if lease:
                self._portal_user(login, name, lease.sudo().partner_id)
        lease = self.portal_leases()[0].sudo()
        if lease and lease.state == "signed":
            for repair in REPAIRS:
                self._portal_repair(lease, *repair)
            self._portal_readings(lease)
            self._portal_drawing(lease)

    def _portal_user(self, login, name, tenant):
        contact = self.env["res.partner"].create(
            {
                "name": name,
                "parent_id": tenant.id,
                "lang": self.env.context["lang"],
                "email": f"{self.prefix}{login}@example.com",
            }
        )
        self.people[login] = self.env["res.users"].create(
            {
                "login": f"{self.prefix}{login}",
                "password": f"{self.prefix}{login}",
                "partner_id": contact.id,
                "lang": self.env.context["lang"],
                "tz": "Asia/Shanghai",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def _portal_photo(self, name, text, color):
        return Command.create({"name": name, "raw": picture(text, color)})

    def _portal_repair(self, lease, subject, text, kind, urgency, days, state, done):
        with self.at(days):
            # as his page does it: a portal user reaches no model by himself
            repair = (
                self.by("tenant", self.env["ops.lease.repair"])
                .sudo()
                .create(
                    {
                        "contract_id": lease.id,
                        "unit_id": lease.line_ids.unit_id[:1].id,
                        "subject": subject,
                        "description": text,
                        "kind": kind,
                        "urgency": urgency,
                        "raised_by": "tenant",
                        "attachment_ids": [
                            self._portal_photo("现场照片.png", "BEFORE", "#c9b8a8")
                        ],
                    }
                )
            )
            repair._portal_take("submit")
        if state == "reported":
            return
        keeper = self.by("property", repair.sudo(False))
        with self.at(max(days - 1, 1)):
            keeper.write(
                {
                    "user_id": self.people["property"].id,
                    "date_planned": self.today - timedelta(days=days - 4),
                }
            )
            keeper.action_assign()
        if not done:
            return
        with self.at(max(days - 4, 1)):
            keeper.write(
                {
                    "result": done,
                    "evidence_ids": [
                        self._portal_photo("维修后照片.png", "AFTER", "#a8c9b0")
                    ],
                }
            )
            keeper.action_finish()
        if state == "closed":
            with self.at(max(days - 5, 1)):
                self.by("tenant", repair).sudo()._portal_take("confirm")

    def _portal_readings(self, lease):
        reports = self.by("tenant", self.env["ops.lease.reading.report"]).sudo()
        meters = lease.line_ids.unit_id.meter_ids
        for meter, days, refused in zip(meters, (5, 1), (True, False), strict=False):
            value = meter.last_value + 60
            with self.at(days):
                report = reports.create(
                    {
                        "contract_id": lease.id,
                        "meter_id": meter.id,
                        "value": value,
                        "date": self.today - timedelta(days=days),
                        "attachment_ids": [
                            self._portal_photo("表盘.png", f"{value:.1f}", "#8899aa")
                        ],
                    }
                )
            if refused:
                with self.at(max(days - 1, 1)):
                    self.by("property", report.sudo(False)).action_refuse(REFUSED)

    def _portal_drawing(self, lease):
        name, discipline = DRAWING
        with self.at(2):
            fitout = self.by("leasing", self.env["ops.lease.fitout"]).create(
                {"contract_id": lease.id, "description": SCOPE}
            )
            self.by("tenant", self.env["ops.lease.drawing"]).sudo().create(
                {
                    "fitout_id": fitout.id,
                    "name": name,
                    "discipline": discipline,
                    "attachment_ids": [
                        self._portal_photo("门头翻新效果图.png", "SIGN", "#d8c090")
                    ],
                }
            )
