"""Rules, periodic reports and indicators of the commercial company."""

from odoo.addons.ops_base.demo.services import Services

EXIT_TEXT = """<h3>1 申请</h3><p>商户退场须提前书面申请，由商管公司受理。</p>
<h3>2 清算</h3><p>水电费、物业费结清后方可验房；验房合格后退还保证金。</p>"""
PATROL_TEXT = """<h3>1 频次</h3><p>每周至少巡场一次，覆盖全部楼层。</p>
<h3>2 记录</h3><p>发现问题当日登记，限期整改并复查。</p>"""

# code, name, class of goal, direction, target, figures of the last months
FIGURES = (
    ("lease_collected", "租金收缴率", "efficiency", "higher", 98, (97, 98.5, 96)),
    ("lease_let", "出租率", "growth", "higher", 95, (94, 95.2, 96.1)),
    ("lease_late_repairs", "报修超时率", "quality", "lower", 5, (4.2, 5.1, 7.5)),
)


class LeasingServices:
    """What the kernel keeps for the company of a world, for the demonstration."""

    def __init__(self, world):
        self.env, self.company, self.people = world.env, world.company, world.people

    def build(self):
        """Two documents in force, two on their way; three duties; three indicators."""
        people = self.people
        made = Services(
            self.env,
            self.company,
            people["leasing_manager"],
            people["legal"],
            people["gm"],
        )
        self._documents(made)
        self._duties(made)
        self._targets(made)

    def _documents(self, made):
        exits = made.enforce(
            made.document(
                code="CP-TC-01",
                title="商户退场管理程序",
                scope="适用于公司各项目的商户退场。",
                content=EXIT_TEXT,
            )
        )
        change = "增加清退场须书面催告的要求。"
        made.revise(exits, change)
        patrol = made.document(
            code="CP-XC-01",
            title="商场巡场管理制度",
            kind="policy",
            content=PATROL_TEXT,
        )
        made.enforce(patrol)
        self.env["ops.controlled.feedback"].with_user(self.people["property"]).create(
            {"doc_id": patrol.id, "text": "夜间巡场由哪个岗位负责，没有写明。"}
        )
        made.document(
            title="租赁合同评审标准",
            kind="standard",
            content="<p>条款、租金、保证金。</p>",
        ).action_submit()

    def _duties(self, made):
        people = self.people
        watch = {"supervisor_id": people["gm"].id}
        made.duty(
            100,
            done=30,
            name="租赁月度分析",
            period="monthly",
            is_after=True,
            day=5,
            user_id=people["leasing_manager"].id,
            description="出租率、收缴率、到期与退场情况，报总经理。",
            **watch,
        )
        made.duty(
            30,
            done=None,
            name="每周巡场",
            period="weekly",
            weekday="5",
            user_id=people["leasing"].id,
            supervisor_id=people["leasing_manager"].id,
        )
        made.duty(
            200,
            done=-20,
            name="向董事会报告财务和经营成果",
            period="quarterly",
            is_after=True,
            day=20,
            user_id=people["finance"].id,
            **watch,
        )

    def _targets(self, made):
        owner = {"company_id": self.company.id, "unit": "%"}
        for code, name, goal, better, target, figures in FIGURES:
            kpi = self.env["ops.kpi"].create(
                {
                    "name": name,
                    "code": code,
                    "goal": goal,
                    "better": better,
                    "user_id": self.people["leasing_manager"].id,
                    **owner,
                }
            )
            made.targets(kpi, target, figures)
