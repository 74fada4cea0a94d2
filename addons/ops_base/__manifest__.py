{
    "name": "Ops Suite – Kernel",
    "version": "19.0.1.0.0",
    "category": "Productivity/Ops Suite",
    "summary": "Flows with gates, approval, paper, process maps",
    "author": "Ops Suite",
    "license": "AGPL-3",
    "depends": [
        "mail",
        "hr",
        "queue_job",
        "report_xlsx",
        "base_user_role",
    ],
    "external_dependencies": {"python": ["qrcode", "weasyprint"]},
    "data": [
        # groups first, then access, then rules
        "security/ops_base_groups.xml",
        "security/ir.model.access.csv",
        "security/ops_base_rules.xml",
        "security/process/ir.model.access.csv",
        "security/process_rules.xml",
        "views/flow_log_views.xml",
        "report/paper_templates.xml",
        "views/process_map_views.xml",
        "views/ops_base_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["ops_base/static/src/**/*"],
        "web.assets_unit_tests": ["ops_base/static/tests/**/*"],
    },
    "application": True,
}
