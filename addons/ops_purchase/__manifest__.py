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
        "purchase_requisition_stock",
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
        # settings and flow charts
        "views/res_config_settings_views.xml",
        "data/process_map.xml",
        "data/process_map_menus.xml",
        # contracts
        "security/contract/ir.model.access.csv",
        "security/contract_rules.xml",
        "data/contract_data.xml",
        "views/contract_views.xml",
        "report/contract_reports.xml",
        # deliveries
        "security/delivery/ir.model.access.csv",
        "security/delivery_rules.xml",
        "data/delivery_data.xml",
        "views/delivery_views.xml",
        "report/delivery_reports.xml",
    ],
    "application": True,
}
