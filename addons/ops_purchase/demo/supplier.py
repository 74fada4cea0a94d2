"""Suppliers one looks for, hears opinions on, negotiates with and chooses."""

from . import names

#: supplier: (days ago, prices, quality, delivery, reputation)
SURVEYS = {
    "江岸板材厂": (
        210,
        "多层实木板 168 元/张，较上年持平。",
        "样板无开裂，厚度偏差在允许范围内。",
        "接单后十天送达。",
        "",
    ),
    "顺达五金贸易行": (
        40,
        "铰链低于同行约百分之七。",
        "批次间差异较大，需加严检验。",
        "交期常有延误。",
        "同行反映售后响应较慢。",
    ),
    "北湖新材料有限公司": (
        30,
        "多层实木板报价 158 元/张。",
        "新投产连续压机，板面平整。",
        "承诺十二天交货。",
        "成立三年，已为两家同行供货。",
    ),
}
#: (supplier, code, kind, post, days ago, result, note)
TRIALS = (
    (
        "北湖新材料有限公司",
        "BC-001",
        "sample",
        "inspector",
        24,
        "passed",
        "样板二十张，含水率、厚度、胶合强度均符合标准。",
    ),
    (
        "北湖新材料有限公司",
        "BC-001",
        "visit",
        "technology",
        20,
        "passed",
        "现场有来料检验与过程记录，产能满足月用量。",
    ),
    (
        "东风纸品厂",
        "BZ-001",
        "sample",
        "inspector",
        9,
        "failed",
        "边压强度低于标准，要求改进后重新送样。",
    ),
)
#: supplier: price and days offered in each round of the tender
ROUNDS = {
    "江岸板材厂": ((176.0, 14), (171.4, 12)),
    "南山木业有限公司": ((170.0, 12), (165.0, 12), (163.0, 12)),
    "北湖新材料有限公司": ((160.0, 15), (158.0, 12)),
}
WORDS = ("首次报价", "按季度用量议价", "最终报价，承诺准时交货")
OCCASION = "拟增加板材第三家供应来源，降低单一供应风险。"
CONCLUSION = "三家报价齐全；按质量、价格、交期综合排名定标。"
PAST_REASON = "首选供方当月产能不足，分单供应以保证交期。"


class Suppliers:
    """What buyers do about suppliers, at every step."""

    def build_sourcing(self):
        """Surveys, trials, an evaluation under way, negotiation and comparisons."""
        self.file_of = {file.partner_id.name: file for file in self.files}
        self.categories["板材"].write({"supplier_sample": True, "supplier_visit": True})
        self.categories["包装材料"].supplier_sample = True
        self._surveys()
        self._trials()
        self._evaluation()
        self._negotiations()
        self._comparisons()

    def _surveys(self):
        for name, (days, prices, quality, delivery, reputation) in SURVEYS.items():
            with self.at(days, 15):
                survey = self.by("buyer", self.env["ops.supplier.survey"]).create(
                    {
                        "supplier_id": self.file_of[name].id,
                        "date": self._day(days),
                        "prices": prices,
                        "quality": quality,
                        "delivery": delivery,
                        "reputation": reputation,
                    }
                )
                survey.action_submit()
        self.by("buyer", self.env["ops.supplier.survey"]).create(
            {
                "supplier_id": self.file_of["东风纸品厂"].id,
                "prices": "五层瓦楞纸箱 6.9 元/只，含运费。",
            }
        )

    def _trials(self):
        for name, code, kind, post, days, result, note in TRIALS:
            with self.at(days, 14):
                self.by(post, self.env["ops.supplier.trial"]).create(
                    {
                        "supplier_id": self.file_of[name].id,
                        "product_id": self.goods[code].id,
                        "kind": kind,
                        "date": self._day(days),
                        "result": result,
                        "note": note,
                    }
                )

    def _evaluation(self):
        """Technology has spoken, quality and finance are asked."""
        file = self.file_of["北湖新材料有限公司"]
        with self.at(6, 9):
            self.by("buyer", file).action_evaluate()
            paper = file.evaluation_ids
            paper.reason = OCCASION
        with self.at(5, 11):
            opinions = paper.opinion_ids
            mine = self.by(
                "technology", opinions.filtered(lambda r: r.department == "technology")
            )
            score, note = names.OPINIONS["technology"]
            mine.write({"score": score, "verdict": "yes", "note": note})
            mine.action_give()

    def _negotiations(self):
        Rounds = self.by("buyer", self.env["ops.purchase.negotiation"])
        for order in self.tender:
            rounds = ROUNDS[order.partner_id.name]
            for number, (price, lead) in enumerate(rounds):
                days = 4 - number
                with self.at(days, 15):
                    row = Rounds.create(
                        {
                            "order_id": order.id,
                            "line_id": order.order_line.id,
                            "date": self._day(days),
                            "price_unit": price,
                            "lead_days": lead,
                            "note": WORDS[min(number, len(WORDS) - 1)],
                        }
                    )
            row.action_take()

    def _comparisons(self):
        """One that was awarded to two suppliers, one that waits for the award."""
        request = self.granted(
            "workshop", [("WJ-001", 1500)], 45, description="样板间五金用料"
        )
        offers = self.quote(request, "精诚五金制品厂", 40)
        offers |= self.quote(request, "顺达五金贸易行", 40, factor=0.97, planned=18)
        paper = self._compared(offers, 39)
        for line in paper.line_ids:
            line.write(
                {
                    "awarded": True,
                    "quantity_awarded": 1000 if line.place == 1 else 500,
                    "reason": PAST_REASON if line.place > 1 else False,
                }
            )
        paper.conclusion = CONCLUSION
        with self.at(39, 16):
            paper.action_submit()
        with self.at(38, 10):
            self.sign(paper)
        waiting = self._compared(self.tender, 2)
        known = waiting.line_ids.filtered(
            lambda r: r.partner_id.name in names.SUPPLIERS
        ).sorted("place")[:1]
        known.awarded = True
        waiting.conclusion = CONCLUSION
        with self.at(1, 16):
            waiting.action_submit()

    def _compared(self, offers, days):
        with self.at(days, 14):
            action = self.by("buyer", offers).action_compare()
        return self.by(
            "buyer", self.env["ops.purchase.comparison"].browse(action["res_id"])
        )
