"""The Excel files people fill in to bring their register into the suite (C-40).

Plain data, no Odoo: ``make.py`` writes the files from it, the opening wizard reads
files by it, and tests hold both together. Headings are Chinese whatever the user's
language: they are the format of the file.
"""

from dataclasses import dataclass

USES = {
    "零售": "retail",
    "餐饮": "food",
    "休闲娱乐": "leisure",
    "服务": "service",
    "儿童": "children",
    "超市": "supermarket",
    "百货": "department",
    "影院": "cinema",
    "其他": "other",
}
CLASSES = {
    "主力店": "anchor",
    "次主力店": "sub_anchor",
    "重点商户": "key",
    "普通商户": "ordinary",
}
BASES = {
    "元/㎡·月": "area_month",
    "元/㎡·天": "area_day",
    "每月": "month",
    "每天": "day",
    "一次性": "lump",
}
CHARGES = {
    "租金": "rent",
    "提成租金": "turnover",
    "物业费": "service",
    "推广费": "promotion",
    "水电燃气费": "utility",
    "年度结算": "pool",
    "其他费用": "other",
}
DEPOSITS = {
    "租赁保证金": "lease",
    "装修保证金": "fit_out",
    "水电保证金": "utility",
    "质量保证金": "quality",
}
DIRECTIONS = {"开出": "issued", "收到": "received"}
FAPIAO_KINDS = {
    "数电专票": "e_special",
    "数电普票": "e_plain",
    "税控专票": "special",
    "普票": "plain",
    "收据": "receipt",
}
YES_NO = {"是": "1", "否": "0"}


@dataclass(frozen=True)
class Column:
    """A column: heading, sample, what to write there, the field (or key) it fills,
    whether a row needs it, and its choices ``{word: value}``."""

    heading: str
    sample: object
    note: str
    field: str = ""
    required: bool = False
    choices: dict | None = None
    kind: str = "text"


@dataclass(frozen=True)
class Template:
    """One file: name, model whose list offers it, title, columns, general notes."""

    name: str
    model: str
    title: str
    columns: tuple
    notes: tuple = ()


PROPERTY = Template(
    "properties",
    "ops.lease.property",
    "商业项目",
    (
        Column("项目编码", "DH01", "公司内唯一", "code", True),
        Column("项目名称", "东湖商业广场", "对外名称", "name", True),
        Column("自持", "是", "只有自持物业可以出租", "self_held", choices=YES_NO),
        Column("城市", "武汉市", "可不填", "city"),
        Column("地址", "东湖路1号", "可不填", "address"),
        Column(
            "期望租金",
            260,
            "元/㎡·月，商铺未单独填写时采用",
            "expected_rent",
            kind="number",
        ),
        Column(
            "期望出租率", 0.95, "0 至 1 之间的小数", "expected_occupancy", kind="number"
        ),
    ),
)
BUILDING = Template(
    "buildings",
    "ops.lease.building",
    "楼栋",
    (
        Column(
            "商业项目", "东湖商业广场", "项目名称或编码，须已存在", "property_id", True
        ),
        Column("楼栋", "A座", "项目内唯一", "name", True),
        Column("顺序", 10, "显示顺序，可不填", "sequence", kind="number"),
    ),
)
FLOOR = Template(
    "floors",
    "ops.lease.floor",
    "楼层",
    (
        Column(
            "楼栋",
            "东湖商业广场 A座",
            "项目名称、空格、楼栋；楼栋名唯一时可只写楼栋",
            "building_id",
            True,
        ),
        Column("楼层", "L1", "楼栋内唯一，如 B1、L1、L2", "name", True),
        Column(
            "层号",
            1,
            "自下而上的次序：B1 为 -1，一层为 1",
            "level",
            True,
            kind="number",
        ),
    ),
)
UNIT = Template(
    "units",
    "ops.lease.unit",
    "商铺",
    (
        Column(
            "楼层",
            "东湖商业广场 A座 L1",
            "项目名称、空格、楼栋、空格、楼层；不重名时可省略前面的部分",
            "floor_id",
            True,
        ),
        Column("商铺号", "L1-01", "楼栋内唯一", "number", True),
        Column("业态", "零售", "从下拉框选择", "use", choices=USES),
        Column("建筑面积", 120.5, "㎡", "area_gross", kind="number"),
        Column("套内面积", 86.8, "㎡", "area_net", kind="number"),
        Column(
            "计租面积",
            103.6,
            "㎡，租金与租控图以此为准",
            "area_rent",
            True,
            kind="number",
        ),
        Column(
            "期望租金",
            280,
            "元/㎡·月，不填则用项目的期望租金",
            "expected_rent",
            kind="number",
        ),
        Column("备注", "", "可不填", "note"),
    ),
    (
        "商铺一律以“空置”状态进入系统；已出租的商铺用“承接租约”导入租约后自动变为“营业中”。",
    ),
)
LEASE = Template(
    "leases",
    "ops.lease.contract",
    "租赁合同（洽谈中）",
    (
        Column("商户", "百味小厨餐饮有限公司", "须已在联系人中", "partner_id", True),
        Column("商户级别", "普通商户", "从下拉框选择", "tenant_class", choices=CLASSES),
        Column("起租日", "2027-01-01", "日期", "date_start", kind="date"),
        Column("到期日", "2029-12-31", "日期", "date_end", kind="date"),
        Column(
            "商铺",
            "东湖商业广场 L1-01",
            "项目名称、空格、商铺号",
            "line_ids/unit_id",
            True,
        ),
        Column(
            "合同面积", 103.6, "㎡，不填则用计租面积", "line_ids/area", kind="number"
        ),
        Column("收费项目", "租金", "从下拉框选择", "charge_ids/kind", choices=CHARGES),
        Column(
            "计费方式", "元/㎡·月", "从下拉框选择", "charge_ids/basis", choices=BASES
        ),
        Column("单价", 260, "元", "charge_ids/rate", kind="number"),
        Column(
            "保证金类型",
            "租赁保证金",
            "从下拉框选择",
            "deposit_ids/kind",
            choices=DEPOSITS,
        ),
        Column("保证金金额", 54000, "元", "deposit_ids/amount", kind="number"),
    ),
    (
        "一份合同有多间商铺、多项收费时，下一行只填这些列，商户一列留空。",
        "导入的合同都处于“洽谈”状态，须经法务、审批后签署；上线前已签的合同请用“承接租约”。",
    ),
)
FAPIAO = Template(
    "fapiao",
    "ops.fapiao",
    "发票登记",
    (
        Column("开票方向", "开出", "从下拉框选择", "direction", True, DIRECTIONS),
        Column("票种", "数电专票", "从下拉框选择", "kind", True, FAPIAO_KINDS),
        Column("发票代码", "", "数电票没有代码；其他为 10 或 12 位数字", "code"),
        Column(
            "发票号码",
            "26422000000012345678",
            "数电票 20 位数字，其他 8 位；单元格用文本格式",
            "number",
            True,
        ),
        Column("开票日期", "2026-10-08", "日期", "date", True, kind="date"),
        Column(
            "往来单位",
            "百味小厨餐饮有限公司",
            "须已在联系人中；开出的发票填购方，收到的填销方",
            "partner_id",
            True,
        ),
        Column("购方名称", "", "不填则取自联系人或本公司", "buyer_name"),
        Column(
            "购方税号",
            "",
            "统一社会信用代码，18 位；不填则取自联系人或本公司",
            "buyer_uscc",
        ),
        Column("销方名称", "", "不填则取自联系人或本公司", "seller_name"),
        Column(
            "销方税号",
            "",
            "统一社会信用代码，18 位；不填则取自联系人或本公司",
            "seller_uscc",
        ),
        Column(
            "不含税金额",
            1000,
            "元；红字发票为负数",
            "amount_untaxed",
            True,
            kind="number",
        ),
        Column("税额", 90, "元；红字发票为负数", "amount_tax", True, kind="number"),
        Column(
            "价税合计",
            1090,
            "元，须等于前两列之和；可不填",
            "amount_total",
            kind="number",
        ),
        Column(
            "商品和服务税收分类编码", "3040502020200000000", "19 位数字", "goods_code"
        ),
        Column("租赁合同", "", "合同编号，可不填", "contract_id"),
        Column("红冲的发票", "", "被红冲的蓝字发票号码，须已在登记簿中", "blue_id"),
        Column("备注", "", "票面备注", "remark"),
        Column("账单", "", "账单编号，可不填", "line_ids/move_id"),
        Column(
            "账单金额", "", "该账单在本发票上的金额", "line_ids/amount", kind="number"
        ),
    ),
    (
        "一张发票对应多张账单时，下一行只填账单和账单金额两列，其余列留空。",
        "同一销方的同一号码只登记一次；导入后为草稿，由财务核对后点“登记”。",
    ),
)
SALES = Template(
    "sales",
    "ops.lease.sales",
    "销售上报",
    (
        Column("租赁合同", "ZL-2026-0001", "合同编号", "contract_id", True),
        Column(
            "月份", "2026-10-01", "该月第一天，格式为日期", "month", True, kind="date"
        ),
        Column(
            "销售品类",
            "商品零售",
            "合同中约定了提成的品类",
            "line_ids/category_id",
            True,
        ),
        Column(
            "不含税销售额",
            186500,
            "元，该品类全月合计",
            "line_ids/net",
            True,
            kind="number",
        ),
        Column("销售税额", 11190, "元", "line_ids/tax", kind="number"),
        Column("小票数", 1260, "张", "line_ids/receipts", kind="number"),
        Column("销售说明", "", "无销售时必填原因，可不填", "note"),
    ),
    (
        "一份合同一个月有多个品类时，下一行只填品类及金额，合同、月份两列留空。",
        "只填写系统已下达的待上报月份；导入后仍为“待上报”，核对后点“上报销售”。",
    ),
)
READINGS = Template(
    "readings",
    "ops.lease.utility.line",
    "抄表读数",
    (
        Column("表号", "D01L101", "公司内唯一，须在抄表单中等待抄表", "meter_id", True),
        Column(
            "抄表日期",
            "2026-10-31",
            "日期，不填则为结算期最后一天",
            "date",
            kind="date",
        ),
        Column("本次读数", 12846.5, "表盘读数，不乘倍率", "value", True, kind="number"),
        Column("核实说明", "", "读数异常时填写核实结果", "remark"),
    ),
    (
        "只填写“抄表中”的结算单里等待抄表的表；先点“开始上月抄表”，再导入。",
        "任何一行有错，整个文件都不导入；导入前可先点“测试”。",
    ),
)
OPENING_LEASE = Template(
    "opening_leases",
    "ops.lease.opening",
    "承接租约",
    (
        Column(
            "原合同编号",
            "2024-ZL-015",
            "同一编号的多行合为一份合同（多间商铺）",
            "reference",
            True,
        ),
        Column(
            "商户",
            "百味小厨餐饮有限公司",
            "须已在联系人中，名称完全一致",
            "tenant",
            True,
        ),
        Column("项目编码", "DH01", "商业项目的编码", "property", True),
        Column("楼栋", "A座", "商铺号在项目内唯一时可不填", "building"),
        Column("商铺号", "L1-01", "须为空置或洽谈中的商铺", "unit", True),
        Column("合同面积", 103.6, "㎡，不填则用计租面积", "area", kind="number"),
        Column(
            "商户级别",
            "普通商户",
            "从下拉框选择，不填为普通商户",
            "tenant_class",
            choices=CLASSES,
        ),
        Column(
            "起租日", "2024-03-01", "须早于系统启用日", "date_start", True, kind="date"
        ),
        Column("到期日", "2027-02-28", "不早于起租日", "date_end", True, kind="date"),
        Column("租金单价", 260, "元/㎡·月", "rent", True, kind="number"),
        Column("物业费单价", 28, "元/㎡·月，没有可不填", "service", kind="number"),
        Column("租赁保证金", 54000, "约定金额，没有可不填", "deposit", kind="number"),
    ),
    (
        "只用于系统启用日之前已经签署、正在履行的合同；由商管经理导入，理由记入合同的流程记录。",
        "任何一行有错，整个文件都不导入。",
    ),
)
OPENING_DEPOSIT = Template(
    "opening_deposits",
    "ops.lease.opening",
    "保证金期初",
    (
        Column("原合同编号", "2024-ZL-015", "已承接的合同", "reference", True),
        Column(
            "保证金类型", "租赁保证金", "从下拉框选择", "kind", True, choices=DEPOSITS
        ),
        Column(
            "期初余额",
            54000,
            "已收到且未退还的金额，不超过约定金额",
            "amount",
            True,
            kind="number",
        ),
    ),
    (
        "由区域财务导入：每笔保证金生成一张期初凭证，贷记保证金科目，借记未分配利润（期初）科目。",
        "任何一行有错，整个文件都不导入。",
    ),
)
LISTS = (PROPERTY, BUILDING, FLOOR, UNIT, LEASE, FAPIAO, SALES, READINGS)
TEMPLATES = (*LISTS, OPENING_LEASE, OPENING_DEPOSIT)
