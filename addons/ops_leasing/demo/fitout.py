"""Fit-out, licences and opening of the story."""

from dataclasses import dataclass
from datetime import timedelta

from odoo.fields import Command

DRAWINGS = (
    ("平面布置图", "layout"),
    ("门头店招效果图", "shopfront"),
    ("强电照明图", "power"),
    ("消防改造图", "fire"),
)
SCOPE = "商铺室内装修，含吊顶、地面、照明、消防末端调整及门头店招。"
CONTRACTOR = "东湖装饰工程公司"
WORKERS = (("施工员甲", "木工"), ("施工员乙", "电工"), ("施工员丙", "油漆工"))
OPINIONS = {
    "leasing_manager": "同意，门头按商场规范施工。",
    "design": "图纸符合技术条件，同意。",
}
RETURNED = "消防改造图疏散宽度不足，请修改后重新提交。"
REMARK = "疏散通道净宽不足1.4米，请调整。"
FINDINGS = {
    "deviation": ("隔墙位置与审定图纸不符", "按审定图纸恢复隔墙位置"),
    "safety": ("现场动火作业未办理动火证", "停止动火，补办动火证并配置灭火器"),
}
CORRECTED = "已按要求整改，现场照片已存档。"
CHECKED = "现场复查，整改到位。"
DEDUCTION = ("公共走道地砖损坏修复", 680.0)
REFUND = {
    "property": "验收合格，扣除走道修复费后同意退款。",
    "leasing_manager": "同意退还装修押金。",
    "gm": "同意。",
}
LEFT_OUT = "营业执照尚未取得，待取得后列入下一批次。"
ORDER = (
    "draft",
    "reviewing",
    "approved",
    "permitted",
    "working",
    "acceptance",
    "accepted",
    "refunding",
    "payable",
)
# days ago on which the two groups of files reached a state
LATELY = {"draft": 9, "reviewing": 7, "approved": 4, "permitted": 2}
LONG_AGO = {
    "draft": 52,
    "reviewing": 50,
    "approved": 46,
    "permitted": 42,
    "working": 40,
    "acceptance": 4,
    "accepted": 3,
    "refunding": 2,
    "payable": 1,
}
LAST_YEAR = {
    "draft": 378,
    "reviewing": 377,
    "approved": 376,
    "permitted": 375,
    "working": 374,
    "acceptance": 350,
    "accepted": 346,
}
OPENED = 340


@dataclass(frozen=True)
class Works:
    """Where a fit-out stands, and what is special about it."""

    state: str
    twist: str = ""


FITOUTS = (
    Works("draft", "returned"),
    Works("reviewing", "one_side"),
    Works("approved"),
    Works("permitted"),
    Works("working", "finding"),
    Works("working", "stopped"),
    Works("acceptance", "half"),
    Works("accepted", "no_licence"),
    Works("refunding"),
    Works("payable"),
)


class Fitout:
    """The part of the world that builds them; see ``world.py``."""

    def build_fitout(self):
        """Leases signed lately whose shops are being fitted out: files at every
        stage, and an opening with a tenant who lacks a licence."""
        self.fitouts = self.by("leasing", self.env["ops.lease.fitout"]).browse()
        if self.light or not self.story or not self.pendings:
            return
        # a few shops stay vacant
        count = min(len(FITOUTS), len(self.free_units) - 5)
        if count <= 0:
            return
        units, self.free_units = self.free_units[:count], self.free_units[count:]
        stories = dict(zip(self._sign_fitouts(units), FITOUTS[-count:], strict=True))
        early = [lease for lease, s in stories.items() if s.state in LATELY]
        late = [lease for lease, s in stories.items() if s.state not in LATELY]
        for leases, days in ((late, LONG_AGO), (early, LATELY)):
            if leases:
                files = self._file(leases, days["draft"])
                self._walk(files, [stories[lease] for lease in leases], days)
                self.fitouts += files
        self._plan_opening()

    def _sign_fitouts(self, units):
        """Leases with a fit-out deposit, received, their shops handed over."""
        tenants = self._create_tenants(len(units), len(self.contracts) + 40)
        start = self.today - timedelta(days=60)
        values = []
        for tenant, unit in zip(tenants, units, strict=True):
            lease = self._prepare_lease(tenant, unit, 2)
            lease.update(date_start=start, date_end=start + timedelta(days=1094))
            amount = max(round(unit.area_rent * 50, -2), 2000)
            lease["deposit_ids"].append(
                Command.create({"kind": "fit_out", "amount": amount})
            )
            values.append(lease)
        leases = self._sign(
            self.by("leasing", self.env["ops.lease.contract"]), values, 72
        )
        self._receive(leases.deposit_ids, 70, 68)
        self.hand_over(leases.line_ids.unit_id, 58)
        self.contracts += leases
        return leases

    # --- moves of whole sets

    def fit_out(self, units):
        """Tenants start to fit out the shops they have taken over."""
        if self.light:
            # papers move, money does not: without books nobody can pay his fees
            units.sudo()._flow_kernel_take("fit_out")
            return
        leases = units.sudo().contract_id
        files = self._file(leases, LAST_YEAR["draft"])
        self._walk(files, [Works("working")] * len(files), LAST_YEAR)

    def open_shops(self, units):
        """The shops are accepted and open together."""
        if self.light:
            units.sudo()._flow_kernel_take("open")
            return
        leases = units.sudo().contract_id
        files = self.by("leasing", leases.fitout_ids)
        self._walk(files, [Works("accepted")] * len(files), LAST_YEAR)
        with self.at(LAST_YEAR["accepted"] - 1):
            unheld = files.sudo().filtered(lambda p: not p.deposit_refundable)
            self.by("leasing", unheld).action_close()
        self._obtain(leases, LAST_YEAR["accepted"] - 2)
        batches = self._batch(leases, OPENED + 5)
        self._day(batches, "date_planned", OPENED)
        with self.at(OPENED, 9):
            batches.action_open()

    # --- steps

    def _file(self, leases, days):
        """Files with the tenant's drawings."""
        today = self.today
        with self.at(days):
            files = self.by("leasing", self.env["ops.lease.fitout"]).create(
                [
                    {
                        "contract_id": lease.id,
                        "description": SCOPE,
                        "date_begin": today - timedelta(days=max(days - 10, 0)),
                        "date_end": today - timedelta(days=days - 50),
                        "reviewer_leasing_id": self.people["leasing_manager"].id,
                        "reviewer_design_id": self.people["design"].id,
                        "drawing_ids": [
                            Command.create(self._drawing(name, discipline))
                            for name, discipline in DRAWINGS
                        ],
                    }
                    for lease in leases
                ]
            )
        return files

    def _drawing(self, name, discipline):
        return {
            "name": name,
            "discipline": discipline,
            "attachment_ids": [
                Command.create({"name": f"{name}.txt", "raw": b"drawing"})
            ],
        }

    def _walk(self, files, stories, days):
        """Take files to where their stories stand, all of a step at once."""
        goal = {f.id: story for f, story in zip(files, stories, strict=True)}
        for state in ORDER[1:]:
            reached = ORDER.index(state)
            going = files.filtered(
                lambda f, r=reached: (
                    ORDER.index(goal[f.id].state) >= r and ORDER.index(f.state) < r
                )
            )
            if going:
                getattr(self, f"_to_{state}")(going, days[state])
        for file in files:
            twist = goal[file.id].twist
            if twist:
                getattr(self, f"_twist_{twist}")(file)

    def _to_reviewing(self, files, days):
        with self.at(days):
            files.action_submit()

    def _to_approved(self, files, days):
        with self.at(days + 1, 10):
            self.agree(files, "design", OPINIONS["design"])
        with self.at(days, 11):
            self.agree(files, "leasing_manager", OPINIONS["leasing_manager"])

    def _to_permitted(self, files, days):
        ahead = self.today + timedelta(days=60)
        with self.at(days + 1):
            files.write(
                {
                    "contractor": CONTRACTOR,
                    "contractor_phone": "027-8000 0000",
                    "insurance_number": "BX-ZX-0001",
                    "insurance_until": ahead,
                    "worker_ids": [
                        Command.create({"name": name, "trade": trade})
                        for name, trade in WORKERS
                    ],
                }
            )
            self.by("property", files).write({"permit_until": ahead})
            self._tick_off(files, "lease_fitout_annexes", ("leasing", "property"))
        with self.at(days, 15):
            self.by("property", files).action_permit()

    def _to_working(self, files, days):
        with self.at(days, 9):
            self.by("property", files).action_start()
        if days > 100:
            self._day(files, "permit_until", days - 60)
            self._day(files, "insurance_until", days - 90)

    def _to_acceptance(self, files, days):
        with self.at(days + 12, 14):
            self._visit(files, "吊顶及隔墙施工")
        with self.at(days):
            files.action_finish()

    def _to_accepted(self, files, days):
        with self.at(days, 10):
            posts = ("property", "project", "leasing")
            self._tick_off(files, "lease_fitout_acceptance", posts)
        with self.at(days, 16):
            self.by("property", files).action_accept()

    def _to_refunding(self, files, days):
        name, amount = DEDUCTION
        with self.at(days):
            files.write(
                {"deduction_ids": [Command.create({"name": name, "amount": amount})]}
            )
            files.action_request_refund()

    def _to_payable(self, files, days):
        for hour, (post, opinion) in zip((9, 11, 15), REFUND.items(), strict=True):
            with self.at(days, hour):
                self.agree(files, post, opinion)

    def _tick_off(self, files, code, posts):
        lists = files.sudo().checklist_ids.filtered(lambda c: c.code == code)
        for post in posts:
            self.by(post, lists.line_ids).filtered("is_mine").action_done()

    def _visit(self, files, progress, kind=None, **values):
        """Supervision records, with a finding of that kind."""
        name, measure = FINDINGS.get(kind, ("", ""))
        finding = {
            "kind": kind,
            "name": name,
            "measure": measure,
            "date_due": self.today + timedelta(days=3),
        }
        visits = self.by("property", self.env["ops.lease.fitout.visit"]).create(
            [
                {
                    "fitout_id": file.id,
                    "progress": progress,
                    "finding_ids": [Command.create(finding)] if kind else [],
                    **values,
                }
                for file in files
            ]
        )
        visits.action_issue()
        return visits

    def _day(self, papers, name, days):
        """A date of the story, written where it belongs in the past."""
        if not self.story:
            return
        day = self.past.moment(days).date()
        papers.with_env(self.env)._flow_write({name: day})

    # --- twists

    def _twist_returned(self, file):
        with self.at(6):
            file.action_submit()
        with self.at(3):
            drawing = file.drawing_ids.filtered(lambda d: d.discipline == "fire")
            self.by("design", drawing).write(
                {"opinion_design": REMARK, "to_revise": True}
            )
            self.by("design", self.requests(file)).send_back(RETURNED)

    def _twist_one_side(self, file):
        with self.at(5):
            self.agree(file, "design", OPINIONS["design"])

    def _twist_finding(self, file):
        with self.at(20):
            visit = self._visit(file, "水电管线敷设", "safety")
        actions = visit.finding_ids.improvement_id
        with self.at(18):
            self.by("leasing", actions).write({"done_text": CORRECTED})
            self.by("leasing", actions).action_report()
        with self.at(17):
            self.by("property", actions).write(
                {"check_result": "effective", "effect": CHECKED}
            )
            self.by("property", actions).action_close()
        with self.at(2):
            self._visit(file, "隔墙及吊顶施工", "deviation")

    def _twist_stopped(self, file):
        with self.at(1):
            self._visit(file, "吊顶龙骨施工", "safety", stop_work=True)

    def _twist_half(self, file):
        with self.at(3):
            self._tick_off(file, "lease_fitout_acceptance", ("property",))

    def _twist_no_licence(self, file):
        self.lacking = file.contract_id

    # --- licences and opening

    def _obtain(self, leases, days):
        """The licences these leases need are obtained."""
        ahead = self.today + timedelta(days=720)
        with self.at(days):
            for licence in self.by("leasing", leases.licence_ids):
                if not licence.required:
                    continue
                expires = licence.kind_id.has_expiry
                licence.write(
                    {
                        "name": f"ZZ{self.today.year}{licence.id:06d}",
                        "date_obtained": self.today,
                        "date_end": ahead if expires else False,
                        "attachment_ids": [
                            Command.create(
                                {"name": f"{licence.kind_id.name}.txt", "raw": b"copy"}
                            )
                        ],
                    }
                )

    def _batch(self, leases, days):
        """A planned batch for each project."""
        with self.at(days):
            batches = self.by("leasing", self.env["ops.lease.opening.batch"]).create(
                [
                    {
                        "property_id": project.id,
                        "date_planned": self.today,
                        "line_ids": [
                            Command.create({"contract_id": lease.id}) for lease in group
                        ],
                    }
                    for project, group in leases.grouped("property_id").items()
                ]
            )
            batches.action_plan()
        return batches

    def _plan_opening(self):
        """An opening still to come: one tenant lacks his business licence."""
        waiting = self.fitouts.filtered(
            lambda f: f.state in ("accepted", "refunding", "payable")
        ).contract_id
        if not waiting:
            return
        lacking = getattr(self, "lacking", waiting.browse())
        self._obtain(waiting - lacking, 2)
        batch = self._batch(waiting, 1)
        batch.with_env(self.env)._flow_write(
            {"date_planned": self.today + timedelta(days=3)}
        )
