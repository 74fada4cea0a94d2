"""Words and figures of the story before the lease; no persons, no brands."""

# condition, base, per m² of rent area
SUPPLY = (
    ("power", 12, 0.18),
    ("exhaust", 600, 12),
    ("floor_load", 350, 0),
    ("height", 4.2, 0),
    ("water", 1.5, 0.01),
)
DEMANDS = (("power", 320), ("exhaust", 9000), ("floor_load", 500), ("cooling", 180))
ANSWER = "已核对现状与规范，可以满足，按协商值执行。"
EVIDENCE = "隐蔽工程验收单 GC-YS-01"
# days ago, stage, prospect
LEADS = (
    (
        3,
        "intent",
        {
            "name": "连锁书店意向开店",
            "partner_name": "青禾书业",
            "lease_tenant_class": "ordinary",
            "lease_use": "retail",
            "lease_area_min": 120,
            "lease_area_max": 200,
        },
    ),
    (
        5,
        "intent",
        {
            "name": "健身会所选址",
            "partner_name": "悦动健身管理公司",
            "lease_tenant_class": "key",
            "lease_use": "leisure",
            "lease_area_min": 600,
            "lease_area_max": 900,
        },
    ),
    (
        4,
        "talks",
        {
            "name": "儿童乐园进驻洽谈",
            "partner_name": "童趣文化公司",
            "lease_tenant_class": "sub_anchor",
            "lease_use": "children",
            "lease_area_min": 400,
        },
    ),
    (
        8,
        "conditions",
        {
            "name": "品牌火锅旗舰店",
            "partner_name": "川味餐饮管理公司",
            "lease_tenant_class": "key",
            "lease_use": "food",
            "lease_area_min": 200,
        },
    ),
    (
        2,
        "conditions",
        {
            "name": "影院配套餐饮",
            "partner_name": "星光餐饮公司",
            "lease_tenant_class": "sub_anchor",
            "lease_use": "food",
        },
    ),
    (
        12,
        "lost",
        {
            "name": "家居体验馆",
            "partner_name": "木屋家居公司",
            "lease_tenant_class": "key",
            "lease_use": "retail",
        },
    ),
)
ANCHOR = {
    "name": "生鲜超市主力店",
    "partner_name": "鲜果坊超市有限公司",
    "lease_tenant_class": "anchor",
    "lease_use": "supermarket",
    "lease_area_min": 1500,
    "expected_revenue": 180000,
}
TALKS = (
    {
        "subject": "项目介绍与租赁意向",
        "place": "商管公司会议室",
        "content": "介绍项目定位、客流与可租商铺；商户说明经营面积与租期要求。",
        "result": "商户有意进驻，同意提供工程技术条件需求。",
        "next_step": "提供技术条件需求表",
    },
    {
        "subject": "租金、租期与工程技术条件",
        "place": "项目现场",
        "content": "现场踏勘；就用电、排烟、荷载等条件逐项沟通，项目部解答。",
        "result": "租期与租金达成一致，技术条件按对接表逐项落实。",
        "next_step": "签署对接表并启动合同",
    },
)
REDESIGN = {
    "subject": "增容供电及排烟系统改造",
    "scope": "按主力店需求增加一路供电，新增排烟井道及风机，复核楼面荷载。",
}
REDESIGN_NEXT = {
    "subject": "卸货区地面加固",
    "scope": "卸货平台按 1000 kg/m² 复核并加固。",
}
VERSIONS = ("供电及排烟改造方案初稿", "供电及排烟改造施工图")
REVISED = "风机位置影响后勤通道，请调整后重新出图。"
COSTS = (
    ("10kV 电缆及敷设", 180, "m", 420),
    ("配电柜", 3, "台", 28500),
    ("排烟风机", 2, "台", 36000),
    ("排烟管道制作安装", 240, "m²", 310),
    ("楼板加固", 1, "项", 98000),
)
BIDDERS = (
    ("东湖市政建筑工程公司", 0.94),
    ("江北机电安装公司", 0.97),
    ("南湖建设工程公司", 1.08),
)
AWARD = "次低价单位具备同类主力店改造业绩，工期短十五天。"
# where it stands, days ago, request
CHANGES = (
    (
        "draft",
        1,
        {"request": "后厨增加一个上下水点位。", "reason": "调整厨房动线。"},
    ),
    (
        "judging",
        4,
        {"request": "店招位置增加一路照明回路。", "reason": "门头方案变更。"},
    ),
    (
        "costing",
        3,
        {"request": "增加 40 kW 用电容量。", "reason": "新增烤箱设备。"},
    ),
    (
        "doing",
        2,
        {"request": "调整消防喷淋点位。", "reason": "隔墙位置改变。"},
    ),
    (
        "done",
        9,
        {"request": "移动一处空调出风口。", "reason": "与货架冲突。"},
    ),
    (
        "declined",
        6,
        {"request": "拆除一段承重墙以扩大门洞。", "reason": "希望增加展示面。"},
    ),
)
DECLINED = "涉及承重结构，不具备拆除条件，不予实施。"
CHANGE_COSTS = (("材料", 6800), ("人工", 4200), ("检测", 900))
DONE = "已按变更单施工完毕，现场复验合格。"
