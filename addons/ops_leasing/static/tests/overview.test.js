import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { press, queryAll, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

import { axisSteps } from "@ops_leasing/picture/picture";

class Project extends models.Model {
    _name = "ops.lease.property";
}

defineMailModels();
defineModels([Project]);

const MONTHS = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, "0")}-01`);
const DATA = {
    choices: [
        { id: 1, name: "Riverside" },
        { id: 2, name: "Lakeside" },
    ],
    chosen: [],
    currency_id: 1,
    today: "2026-12-20",
    can_create: true,
    months: MONTHS,
    occupancy: MONTHS.map((_m, i) => (i ? 0.5 + i / 100 : null)),
    collection: MONTHS.map((_m, i) => ({ due: i > 9 ? 1000 : 0, in_time: 0, collected: i > 9 ? 750 : 0 })),
    arrears: [
        { id: "d30", label: "Up to 30 days", amount: 300 },
        { id: "over", label: "More than 90 days", amount: 200 },
    ],
    shops: { count: 10, let: 6, area: 1000, let_area: 600, rent: 60000, occupancy: 0.6 },
    ending: { 90: { count: 1, area: 80, rent: 6000 }, 180: { count: 2, area: 160, rent: 12000 } },
    years: [
        { year: 2026, count: 1, rent: 6000 },
        { year: 2028, count: 5, rent: 54000 },
    ],
};

async function openPage(data = DATA) {
    const calls = [];
    const opened = [];
    onRpc("ops.lease.property", "leasing_overview", ({ kwargs }) => {
        calls.push(kwargs.property_ids);
        return { ...data, chosen: kwargs.property_ids };
    });
    await mountWithCleanup(WebClient);
    const action = getService("action");
    await action.doAction({ type: "ir.actions.client", tag: "ops_leasing_overview" });
    await animationFrame();
    action.loadAction = async (xmlid) => ({ xmlid, views: [[false, "list"]] });
    action.doAction = async ({ xmlid, domain }) => opened.push([xmlid, domain]);
    return { calls, opened };
}

describe("axis", () => {
    test("steps are round and reach the highest figure", () => {
        expect(axisSteps(0, 1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
        expect(axisSteps(0, 730)).toEqual([0, 200, 400, 600, 800]);
        expect(axisSteps(0, 0).length > 1).toBe(true);
        expect(axisSteps(-120, 300)[0] <= -120).toBe(true);
    });
});

describe("page", () => {
    test("one request; tiles say the figures, with last month beside", async () => {
        const { calls } = await openPage();
        expect(calls).toEqual([[]]);
        const words = queryAllTexts(".o_ops_tile").map((text) => text.replace(/\s+/g, " "));
        expect(words).toHaveLength(6);
        expect(words[0]).toInclude("61.0%");
        expect(words[0]).toInclude("60.0%");
        expect(words[1]).toInclude("75.0%");
        expect(words[2]).toInclude("500");
        expect(words[3]).toInclude("100.00");
    });

    test("every place of a picture says its figures and opens the list behind it", async () => {
        const { opened } = await openPage();
        const places = queryAll(".o_ops_card_collection g[role='button']");
        expect(places).toHaveLength(12);
        expect(places[11].getAttribute("aria-label")).toInclude("2026-12");
        expect(places[11].getAttribute("aria-label")).toInclude("750");
        expect(places[11].getAttribute("tabindex")).toBe("0");
        places[11].focus();
        await press("Enter");
        await animationFrame();
        expect(opened).toEqual([["ops_leasing.collection_report_action", [["month", "=", "2026-12-01"]]]]);
        await press("ArrowLeft");
        expect(document.activeElement.dataset.place).toBe("10");
        await contains(".o_ops_card_years g[data-place='1']").click();
        expect(opened.at(-1)[1]).toInclude(["lease_end", ">=", "2028-01-01"]);
    });

    test("projects are chosen; the lists behind are of these projects", async () => {
        const { calls, opened } = await openPage();
        await contains(".o_ops_overview_projects").click();
        await contains(".o-dropdown-item:contains(Lakeside)").click();
        await animationFrame();
        expect(calls).toEqual([[], [2]]);
        await contains(".o_ops_tile_arrears").click();
        expect(opened[0][1][0]).toEqual(["property_id", "in", [2]]);
    });

    test("an empty page explains itself", async () => {
        await openPage({ ...DATA, shops: { ...DATA.shops, count: 0 } });
        expect(".o_ops_tile").toHaveCount(0);
        expect(".o_ops_overview_empty button").toHaveCount(1);
        expect(queryFirst(".o_ops_overview_empty").textContent).toInclude("Nothing to look at yet");
    });
});
