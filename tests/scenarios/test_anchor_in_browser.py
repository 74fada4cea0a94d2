"""§5.4 (1) on the screen, in Chinese: steps are read and clicked on the flow panel."""

from anchor_story import anchor_deal
from support.prep import Deal


def test_anchor_with_redesign_on_screen(mall, desktop):
    """LE-03, LE-04, LE-05, LE-06, LE-07, LE-08, LE-09, LE-10: the whole deal, clicked;
    the prospect's own form and the gap list open."""
    officer, deal = anchor_deal(mall, desktop)
    page = officer.channel.page
    page.goto(f"{officer.channel.url}/odoo/leasing-prospects")
    page.wait_for_selector(".o_kanban_record")
    assert page.locator(".o_kanban_group").count() >= 4
    page.goto(f"{officer.channel.url}/odoo/leasing-prospects/{deal.lead.id}")
    page.wait_for_selector(".o_form_view [name=lease_unit_ids]")
    assert page.locator("[name=lease_negotiation_ids] .o_data_row").count() == 2


def test_sheet_on_a_phone(mall, phone):
    """LE-05 and ui.md Manners: the project department answers on its phone; no screen
    of it is wider than the phone."""
    officer, project = mall.people(phone, "leasing", "project")
    deal = Deal(mall)
    deal.prospect(officer, "key", "火锅旗舰店")
    sheet = deal.sheet_of(officer, power=320, exhaust=9000)
    officer.takes(sheet, "submit")
    assert officer.channel.fits() <= 0
    officer.is_refused(sheet, "agree", "电力", "项目部")
    deal.answers(project, "power", 320)
    project.channel.open(sheet)
    assert project.channel.fits() <= 0
    for name in ("leasing-prospects", "before-the-lease"):
        officer.channel.page.goto(f"{officer.channel.url}/odoo/{name}")
        officer.channel.page.wait_for_selector(".o_kanban_record, .o_ops_box")
        assert officer.channel.fits() <= 0


def test_map_before_the_lease(mall, desktop):
    """HR-49, LE-05: the map counts a new sheet where it stands."""
    officer = mall.person(desktop, "leasing")
    program = mall.person("json2", "leasing")
    before = program.map_counts("lease_prep")
    assert officer.map_counts("lease_prep") == before
    deal = Deal(mall)
    deal.prospect(officer, "key", "儿童乐园")
    deal.sheet_of(officer, power=100)
    officer.sees("lease_prep", "商户需求", before["商户需求"] + 1)
