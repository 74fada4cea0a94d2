"""Quality issues, 5S audits and the register of the management system."""

from datetime import timedelta

from odoo.fields import Command

#: (days ago, reported by, source, severity, code, description, cause, found, measure)
ISSUES = (
    (
        150,
        "inspector",
        "incoming",
        "minor",
        "BC-002",
        "刨花板含水率偏高，到货三批中有一批超标。",
        "cause_material",
        "供方烘干工序缺少出板检测。",
        "供方加装在线含水率检测，我方连续五批加严检验。",
    ),
    (
        110,
        "workshop",
        "production",
        "major",
        "BC-001",
        "封边后板边崩口，返工四十二件。",
        "cause_machine",
        "封边机修边刀磨损未及时更换。",
        "修边刀按加工米数更换，并列入设备点检。",
    ),
    (
        80,
        "keeper",
        "warehouse",
        "minor",
        "BZ-001",
        "纸箱受潮变形。",
        "cause_packing",
        "雨天卸货未盖篷布，临时堆放在库门口。",
        "雨天卸货一律入雨棚，堆放垫板离地十厘米。",
    ),
    (
        45,
        "inspector",
        "incoming",
        "major",
        "WJ-001",
        "铰链阻尼不均，抽检不合格率百分之九。",
        "cause_material",
        "供方更换油品未通知。",
        "供方变更须先送样确认，写入供货合同。",
    ),
    (
        20,
        "workshop",
        "customer",
        "critical",
        "WJ-002",
        "客户反映抽屉滑轨脱落两起。",
        "cause_careless",
        "安装时少打一颗固定螺丝，未按作业指导书。",
        "工位增加防错样板，末检逐件拉力试验。",
    ),
)
EFFECT = "复查两个月，未再发生。"
AREAS = (
    ("板材车间", "生产车间", "workshop", ((3, 3, 2, 3, 3, 3), (4, 3, 4, 4, 3, 4))),
    ("原料仓", "仓储部", "keeper_head", ((4, 4, 3, 4, 4, 3), (4, 5, 4, 4, 4, 4))),
    ("化学品库", "仓储部", "keeper", ((4, 3, 4, 4, 3, 4), (3, 3, 2, 4, 3, 3))),
)
DEFECT = "消防通道堆放木托盘"
CLAUSES = (
    ("7.1.5", "监视和测量资源", "品质部"),
    ("8.4", "外部提供的过程、产品和服务的控制", "采购部"),
    ("8.5.1", "生产和服务提供的控制", "生产车间"),
    ("8.6", "产品和服务的放行", "品质部"),
    ("8.7", "不合格输出的控制", "品质部"),
    ("10.2", "不合格和纠正措施", "品质部"),
)


class Management:
    """What the quality department looks after beyond inspections."""

    def build_management(self):
        """Issues at each state, two rounds of audits, standards with a certificate."""
        self._issues()
        self._areas()
        self._standards()

    def _photo(self, post):
        return Command.link(self.copy_of("现场照片.pdf", post).id)

    def _issues(self):
        for number, row in enumerate(ISSUES):
            days, post, source, severity, code, text, cause, found, measure = row
            with self.at(days, 10):
                issue = self.by(post, self.env["ops.quality.issue"]).create(
                    {
                        "date": self._day(days),
                        "source": source,
                        "severity": severity,
                        "product_id": self.goods[code].id,
                        "description": text,
                    }
                )
                issue.action_submit()
            if number == len(ISSUES) - 1:
                continue
            quality = self.by("inspector", issue)
            with self.at(days - 2, 14):
                quality.write(
                    {
                        "cause_id": self.env.ref(f"ops_purchase.{cause}").id,
                        "cause": found,
                        "measure": measure,
                        "owner_id": self.people["technology"].id,
                        "date_due": self._day(days - 20),
                    }
                )
                quality.action_act()
            if days > 60:
                self._mended(quality.improvement_ids, days - 15, "technology")
                with self.at(days - 60, 10):
                    quality.effect = EFFECT
                    quality.action_close()

    def _mended(self, action, days, owner):
        with self.at(days, 9):
            self.by("inspector", action).action_start()
        with self.at(days - 5, 16):
            mine = self.by(owner, action)
            mine.done_text = mine.measure
            mine.action_report()
        with self.at(days - 10, 10):
            checked = self.by("inspector", action)
            checked.write({"check_result": "effective", "effect": EFFECT})
            checked.action_close()

    def _areas(self):
        Audit = self.by("inspector", self.env["ops.fives.audit"])
        for name, department, post, rounds in AREAS:
            area = self.by("quality_head", self.env["ops.fives.area"]).create(
                {
                    "name": name,
                    "department_id": self.departments[department].id,
                    "user_id": self.people[post].id,
                }
            )
            for days, scores in zip((38, 6), rounds, strict=True):
                with self.at(days, 15):
                    audit = Audit.create({"area_id": area.id, "date": self._day(days)})
                    for point, score in zip(audit.point_ids, scores, strict=True):
                        point.score = str(score)
                    for point in audit.point_ids.filtered("is_defect"):
                        point.write(
                            {
                                "remark": DEFECT,
                                "user_id": self.people[post].id,
                                "date_due": self._day(days - 7),
                                "attachment_ids": [self._photo("inspector")],
                            }
                        )
                    audit.action_submit()
                if days > 30:
                    with self.at(days - 5, 10):
                        for line in self.by(post, audit.point_ids.mended_id):
                            line.attachment_ids = [self._photo(post)]
                            line.action_done()
                    with self.at(days - 6, 10):
                        audit.action_close()

    def _standards(self):
        head = self.by("quality_head", self.env["ops.standard"])
        standard, _coming = head.create(
            [
                {
                    "name": "ISO 9001:2015",
                    "title": "质量管理体系 要求",
                    "stage": "used",
                    "clause_ids": self.lines(
                        {
                            "number": number,
                            "name": name,
                            "department_id": self.departments[department].id,
                        }
                        for number, name, department in CLAUSES
                    ),
                },
                {"name": "ISO 14001:2015", "title": "环境管理体系 要求及使用指南"},
            ]
        )
        documents = self.env["ops.controlled.doc"].search(
            [("company_id", "=", self.company.id), ("state", "=", "in_force")]
        )
        released = standard.clause_ids.filtered(lambda r: r.number == "8.6")
        released.doc_ids = [Command.set(documents.ids)]
        standard.certificate_ids = self.lines(
            [
                {
                    "name": "QMS-2024-0107",
                    "body": "质量认证中心",
                    "date_start": self._day(1020),
                    "date_end": self.today + timedelta(days=75),
                    "attachment_ids": [
                        Command.link(self.copy_of("认证证书.pdf", "quality_head").id)
                    ],
                }
            ]
        )
        with self.at(25, 9):
            audit = self.by("quality_head", self.env["ops.internal.audit"]).create(
                {
                    "standard_id": standard.id,
                    "date": self._day(24),
                    "auditor_ids": [Command.set([self.people["inspector"].id])],
                }
            )
            audit.action_take_clauses()
            audit.action_start()
        audit = self.by("inspector", audit)
        for finding in audit.finding_ids:
            finding.kind = "conform"
            if finding.clause_id.number == "8.4":
                finding.write(
                    {
                        "kind": "minor",
                        "text": "两家供应商未按期开展市场调查。",
                        "owner_id": self.people["buyer_head"].id,
                        "date_due": self.today + timedelta(days=5),
                    }
                )
            elif finding.clause_id.number == "8.5.1":
                finding.write({"kind": "hint", "text": "作业指导书可增加图片。"})
        with self.at(22, 16):
            audit.summary = "体系运行基本有效，采购过程需改进。"
            audit.action_report()
