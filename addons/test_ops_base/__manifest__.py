{
    "name": "Ops Suite – Throw-away flows for tests",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "summary": "Two unlike flows that only the tests of the kernel use",
    "author": "Ops Suite",
    "license": "AGPL-3",
    "depends": ["ops_base"],
    "data": [
        "security/ir.model.access.csv",
        "data/test_data.xml",
        "data/test_paper.xml",
        "report/test_reports.xml",
    ],
}
