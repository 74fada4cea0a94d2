"""Words of the story: generic goods and suppliers; no persons, no brands."""

COMPANY = "东湖家具制造有限公司"
#: post: (name, role); who has a post is named by it
POSTS = {
    "workshop": ("生产车间主任", "ops_purchase.role_requester"),
    "office": ("行政专员", "ops_purchase.role_requester"),
    "buyer": ("采购员", "ops_purchase.role_buyer"),
    "buyer_head": ("采购部长", "ops_purchase.role_buyer_head"),
    "technology": ("技术主管", "ops_purchase.role_technology"),
    "inspector": ("质检员", "ops_purchase.role_quality"),
    "quality_head": ("品质部长", "ops_purchase.role_quality_head"),
    "keeper": ("仓管员", "ops_purchase.role_keeper"),
    "keeper_head": ("仓库主管", "ops_purchase.role_keeper_head"),
    "payables": ("应付会计", "ops_purchase.role_finance"),
    "finance_head": ("财务部长", "ops_purchase.role_finance_head"),
    "supply_gm": ("制造公司总经理", "ops_base.role_gm"),
    "chairman": ("董事长", "ops_purchase.role_board"),
    "supply_legal": ("制造公司法务", "ops_base.role_legal"),
}
#: department: posts of its people
DEPARTMENTS = {
    "生产车间": ("workshop",),
    "行政部": ("office",),
    "采购部": ("buyer_head", "buyer"),
    "技术部": ("technology",),
    "品质部": ("quality_head", "inspector"),
    "仓储部": ("keeper_head", "keeper"),
    "财务部": ("finance_head", "payables"),
}
#: category: (kind, inspected by)
CATEGORIES = {
    "板材": ("material", "standard"),
    "五金配件": ("material", "simple"),
    "涂料胶粘": ("material", "standard"),
    "包装材料": ("material", "simple"),
    "生产设备": ("equipment", "simple"),
    "办公用品": ("office", "simple"),
    "运输服务": ("service", "simple"),
}
#: code: (name, category, unit price, quantity of a month)
GOODS = {
    "BC-001": ("十八厘多层实木板", "板材", 168.0, 240),
    "BC-002": ("十五厘刨花板", "板材", 92.0, 320),
    "BC-003": ("五厘背板", "板材", 38.0, 400),
    "WJ-001": ("阻尼铰链", "五金配件", 4.6, 3000),
    "WJ-002": ("三节静音滑轨", "五金配件", 21.5, 900),
    "WJ-003": ("三合一连接件", "五金配件", 0.85, 9000),
    "TL-001": ("水性木器漆", "涂料胶粘", 46.0, 260),
    "TL-002": ("热熔封边胶", "涂料胶粘", 33.0, 180),
    "BZ-001": ("五层瓦楞纸箱", "包装材料", 7.2, 1600),
    "BZ-002": ("珍珠棉护角", "包装材料", 0.42, 12000),
    "SB-001": ("自动封边机", "生产设备", 186000.0, 0),
    "BG-001": ("复印纸", "办公用品", 98.0, 0),
    "FW-001": ("干线运输", "运输服务", 1800.0, 0),
}
#: Goods with lots and a shelf life in days.
SHELF_LIFE = {"TL-001": 360, "TL-002": 540}
#: supplier: (goods, price factor, days late at most, share rejected)
SUPPLIERS = {
    "江岸板材厂": (("BC-001", "BC-002", "BC-003"), 1.0, 1, 0.01),
    "南山木业有限公司": (("BC-001", "BC-002"), 0.97, 6, 0.05),
    "精诚五金制品厂": (("WJ-001", "WJ-002", "WJ-003"), 1.0, 0, 0.0),
    "顺达五金贸易行": (("WJ-001", "WJ-003"), 0.93, 9, 0.09),
    "绿源涂料有限公司": (("TL-001", "TL-002"), 1.0, 2, 0.02),
    "华中包装制品厂": (("BZ-001", "BZ-002"), 1.0, 1, 0.0),
}
#: Suppliers one only knows of: (goods, price factor)
NEWCOMERS = {
    "北湖新材料有限公司": (("BC-001",), 0.95),
    "东风纸品厂": (("BZ-001",), 0.96),
}
#: place: its name, below the stock of the warehouse
PLACES = ("板材区", "五金区", "化学品区", "包材区", "备件区")
PLACE_OF = {
    "板材": "板材区",
    "五金配件": "五金区",
    "涂料胶粘": "化学品区",
    "包装材料": "包材区",
}
STANDARDS = {
    "板材": ("JY-BC-01", "板材进货检验标准", ("外观无开裂、鼓泡", "厚度偏差合格")),
    "涂料胶粘": ("JY-TL-01", "涂料胶粘剂进货检验标准", ("包装密封完好", "批号清晰")),
}
REASON = "下月生产计划用料"
OPINIONS = {
    "technology": (88, "样品符合图纸与工艺要求。"),
    "quality": (90, "质量体系健全，样品检验合格。"),
    "finance": (85, "资信良好，付款条件可以接受。"),
}
REJECTED = ("look", "表面划伤、边角破损")
AGREED = "同意。"
CERTIFICATE = "营业执照"
