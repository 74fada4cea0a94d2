from . import (
    audit,
    category,
    charge,
    contract,
    res_company,
    sales,
    sales_calendar,
    sales_import,
    sales_line,
    sales_version,
    settlement,
    tier,
)
