{
    "name": "Ops Suite – Purchasing",
    "version": "19.0.1.0.0",
    "category": "Productivity/Ops Suite",
    "summary": "Requests of departments, and orders as they were signed",
    "author": "Ops Suite",
    "license": "AGPL-3",
    "depends": [
        "ops_base",
        "purchase_request",
    ],
    "data": [
        "security/ops_purchase_groups.xml",
        "data/roles.xml",
        "views/ops_purchase_menus.xml",
        # requests
        "security/request/ir.model.access.csv",
        "security/request_rules.xml",
        "data/request_data.xml",
        "views/request_views.xml",
        "report/request_reports.xml",
        # orders
        "security/order/ir.model.access.csv",
        "security/order_rules.xml",
        "data/order_data.xml",
        "views/order_views.xml",
        "report/order_reports.xml",
        # settlement
        "security/money/ir.model.access.csv",
        "security/money_rules.xml",
        "data/money_data.xml",
        "views/money_settlement_views.xml",
        "views/money_assessment_views.xml",
        "views/money_plan_views.xml",
        "report/settlement_reports.xml",
        "report/fund_plan_reports.xml",
        "report/assessment_reports.xml",
        # settings and flow charts
        "views/res_config_settings_views.xml",
        "data/process_map.xml",
        "data/process_map_menus.xml",
    ],
    "application": True,
}
