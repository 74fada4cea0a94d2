"""Words of the story: generic shop names, goods, reasons; no persons, no brands."""

# (name, use of the shop)
TENANTS = (
    ("一品面馆", "food"),
    ("童趣乐园", "children"),
    ("青禾书店", "retail"),
    ("暖阳咖啡", "food"),
    ("轻语女装", "retail"),
    ("百味小厨", "food"),
    ("云端数码", "retail"),
    ("美颜美发", "service"),
    ("乐跑运动", "retail"),
    ("康护药房", "service"),
    ("家味饺子馆", "food"),
    ("宝贝时光母婴", "children"),
    ("花间花艺", "retail"),
    ("速达快印", "service"),
    ("麦香烘焙", "food"),
    ("木屋家居", "retail"),
    ("视界眼镜", "service"),
    ("星光电玩", "leisure"),
    ("小鹿童装", "children"),
    ("川味火锅", "food"),
    ("鲜果坊", "retail"),
    ("爱宠之家", "service"),
    ("舒足鞋业", "retail"),
    ("茶语鲜饮", "food"),
    ("彩虹美甲", "service"),
    ("橙子文具", "retail"),
    ("悦动健身", "leisure"),
    ("老街凉皮", "food"),
    ("银杏饰品", "retail"),
    ("智慧积木", "children"),
    ("晨露花果茶", "food"),
    ("好邻居便利店", "retail"),
)
USES = ("retail", "food", "children", "service", "leisure")

# use: things that leave (name, kind, quantity, unit)
GOODS = {
    "food": (
        ("灶台及排烟设备", "facility", 2, "套"),
        ("餐桌椅", "goods", 16, "套"),
        ("立式冷柜", "facility", 3, "台"),
        ("餐具及厨具", "goods", 12, "箱"),
    ),
    "children": (
        ("游乐设备", "facility", 6, "台"),
        ("软垫围挡", "goods", 24, "块"),
        ("收银设备", "facility", 1, "套"),
        ("玩具商品", "goods", 30, "箱"),
    ),
    "retail": (
        ("货架", "facility", 14, "组"),
        ("商品库存", "goods", 45, "箱"),
        ("收银设备", "facility", 1, "套"),
        ("灯箱招牌", "facility", 1, "块"),
    ),
    "service": (
        ("工作台", "facility", 4, "张"),
        ("专用设备", "facility", 3, "台"),
        ("办公用品", "goods", 8, "箱"),
        ("展示柜", "facility", 2, "组"),
    ),
    "leisure": (
        ("健身及娱乐设备", "facility", 10, "台"),
        ("前台家具", "goods", 1, "套"),
        ("储物柜", "facility", 4, "组"),
        ("音响设备", "facility", 1, "套"),
    ),
}
LEFT = ("固定吊顶及灯具", "facility", 1, "批")

REASONS = {
    "expiry": "租赁合同到期，双方不再续租。",
    "tenant": "经营调整，申请提前解除合同并退场。",
    "landlord": "商场业态调整，商管公司提前收回商铺。",
}
OPINIONS = {
    "leasing_manager": "同意退场，请按期完成撤场。",
    "property": "同意，撤场前请提交清单。",
    "finance": "欠费及保证金已核对，同意。",
    "gm": "同意。",
}
SENT_BACK = "计划退场日早于通知期，请与商户确认后重新提交。"
CANCELLED = "商户决定继续经营，撤回退场申请。"
# (place on the inspection form, condition, remark, damage)
DAMAGES = (
    (0, "damaged", "未恢复原状", 3200.5),
    (3, "damaged", "玻璃门破损", 1860.0),
    (1, "damaged", "瓷砖开裂三块", 2450.0),
    (4, "missing", "配电箱锁具缺失", 380.0),
)
BREACH = "商户违反合同约定提前退场，按合同第十二条不退还租赁保证金。"
PARTLY = "按验房单列明的损坏项目扣款，余额退还。"
WORK = "{building}{floor}层商铺精装修及机电工程"
CONTRACTOR = "东湖建筑工程有限公司"
TENANT_PERSON = "商户店长"
RECEIPT = "进场通知签收回执"
HANDOVER = "收铺单签字扫描件"
POINT_OPEN = "空调出风口未接通"
METERS = {"water": ("S", 5.6), "power": ("D", 1.18), "gas": ("R", 3.95)}
POSTS = {
    "leasing": ("商管专员", "ops_leasing.role_leasing"),
    "leasing_manager": ("商管经理", "ops_leasing.role_leasing_manager"),
    "property": ("物业主管", "ops_leasing.role_property"),
    "property_manager": ("物业经理", "ops_leasing.role_property_manager"),
    "finance": ("区域财务", "ops_leasing.role_regional_finance"),
    "gm": ("总经理", "ops_base.role_gm"),
    "legal": ("法务", "ops_base.role_legal"),
    "project": ("项目部", "ops_leasing.role_project"),
    "design": ("设计主管", "ops_leasing.role_design"),
    "cost": ("成本主管", "ops_leasing.role_cost"),
    "purchasing": ("采购主管", "ops_leasing.role_purchasing"),
}
