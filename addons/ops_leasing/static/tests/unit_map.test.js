import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { hover, press, queryAll, queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    getService,
    mockService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

import {
    fitText,
    fitWording,
    GAP,
    layoutFloors,
    partsOf,
    textWidth,
} from "@ops_leasing/unit_map/unit_layout";
import { matches, summarize } from "@ops_leasing/unit_map/unit_map";

class Unit extends models.Model {
    _name = "ops.lease.unit";
}

defineMailModels();
defineModels([Unit]);

const unit = (id, number, floor_id, state, area, values = {}) => ({
    id,
    number,
    floor_id,
    state,
    area,
    use: "retail",
    tenant: "",
    tenant_id: false,
    contract_id: false,
    contract: "",
    rent: 0,
    start: "",
    end: "",
    days: false,
    arrears: 0,
    leaving: false,
    ...values,
});
const lease = (id, tenant, values = {}) => ({
    tenant,
    tenant_id: 100 + id,
    contract_id: 200 + id,
    contract: `ZL-${id}`,
    rent: 250,
    start: "2026-01-01",
    end: "2028-12-31",
    days: 700,
    ...values,
});
const MAP = {
    property: { id: 1, name: "Riverside" },
    choices: [
        { id: 1, name: "Riverside" },
        { id: 2, name: "Lakeside" },
    ],
    buildings: [{ id: 1, name: "A" }],
    floors: [
        { id: 1, name: "1F", level: 1, building_id: 1 },
        { id: 2, name: "2F", level: 2, building_id: 1 },
    ],
    states: [
        { id: "vacant", label: "Vacant" },
        { id: "open", label: "Open" },
        { id: "exiting", label: "Exiting" },
    ],
    uses: [
        { id: "retail", label: "Retail" },
        { id: "food", label: "Food" },
    ],
    currency_id: 1,
    today: "2026-11-20",
    can_create: true,
    units: [
        unit(1, "A101", 1, "open", 100, lease(1, "Noodles", { use: "food", days: 20 })),
        unit(2, "A102", 1, "vacant", 300),
        unit(3, "A201", 2, "exiting", 200, lease(3, "Books", { arrears: 500, days: -3 })),
        unit(4, "A202", 2, "open", 100, lease(3, "Books", { arrears: 500 })),
    ],
};

async function openMap(map = MAP, calls = []) {
    onRpc("ops.lease.unit", "unit_map", ({ kwargs }) => {
        calls.push(kwargs.property_id);
        return { ...map, property: map.choices.find((c) => c.id === kwargs.property_id) || map.property };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "ops_unit_map" });
    await animationFrame();
}
const kept = () =>
    queryAll(".o_ops_unit:not(.o_ops_faded)").map((el) => Number(el.dataset.unit));

describe("layout", () => {
    test("widths are in proportion to the area, on one scale for all floors", () => {
        const floors = [
            [{ id: 1, area: 100 }, { id: 2, area: 300 }],
            [{ id: 3, area: 200 }],
        ];
        const plan = layoutFloors(floors, 1000);
        const [[one, two], [three]] = plan.floors.map(({ boxes }) => boxes);
        expect(Math.round((two.width / one.width) * 10) / 10).toBe(3);
        expect(Math.round((three.width / one.width) * 10) / 10).toBe(2);
        expect(Math.round(two.x + two.width)).toBe(1000);
        expect(two.x).toBe(Math.round((one.width + GAP) * 10) / 10);
    });

    test("a floor that does not fit in one line breaks, and no two boxes meet", () => {
        const units = Array.from({ length: 300 }, (_, i) => ({ id: i, area: 40 + ((i * 37) % 200) }));
        units[60] = { id: 60, area: 9000 };
        const { floors } = layoutFloors([units], 1200);
        const { boxes, height } = floors[0];
        expect(boxes).toHaveLength(300);
        for (const box of boxes) {
            expect(box.x + box.width <= 1201).toBe(true);
            expect(box.y + box.height <= height + 0.1).toBe(true);
        }
        const meet = (a, b) =>
            a.x < b.x + b.width - 0.2 &&
            b.x < a.x + a.width - 0.2 &&
            a.y < b.y + b.height &&
            b.y < a.y + a.height;
        const met = boxes.filter((a, i) => boxes.slice(i + 1).some((b) => meet(a, b)));
        expect(met).toHaveLength(0);
        // the big one is a block with the area of its shop
        const big = boxes[60];
        const small = boxes.find(({ unit }) => unit.area > 200 && unit.area < 300);
        const perArea = (box) => (box.width * box.height) / box.unit.area;
        expect(Math.abs(perArea(big) / perArea(small) - 1) < 0.05).toBe(true);
    });

    test("a high floor is cut between its lines, never through a box", () => {
        const units = Array.from({ length: 200 }, (_, i) => ({ id: i, area: 100 }));
        units[20] = { id: 20, area: 6000 };
        const floor = layoutFloors([units], 1000).floors[0];
        const parts = partsOf(floor);
        expect(parts.length > 2).toBe(true);
        expect(parts.flatMap(({ boxes }) => boxes)).toHaveLength(200);
        expect(parts.reduce((sum, { height }) => sum + height, 0)).toBe(floor.height);
        for (const { top, height, boxes } of parts) {
            expect(boxes.every((b) => b.y >= top && b.y + b.height <= top + height)).toBe(true);
        }
    });

    test("no area, no shops, no room", () => {
        expect(layoutFloors([[{ id: 1, area: 0 }]], 500).floors[0].boxes).toHaveLength(1);
        expect(layoutFloors([[]], 500).floors[0].height).toBe(0);
        expect(layoutFloors([[{ id: 1, area: 5 }]], 0).floors[0].boxes).toHaveLength(0);
    });

    test("texts are cut to their room", () => {
        expect(fitText("轻语女装", 100, 12)).toBe("轻语女装");
        expect(fitText("轻语女装旗舰店", 50, 12)).toBe("轻语女…");
        expect(fitText("轻语", 5, 12)).toBe("");
        expect(fitWording(["260 per m²", "260"], textWidth("260", 11), 11)).toBe("260");
    });
});

describe("figures", () => {
    test("a tenant's arrears count once", () => {
        const sum = summarize(MAP.units);
        expect(sum).toEqual({
            count: 4, area: 700, let: 3, letArea: 400, soon: 2, arrears: 500, occupancy: 400 / 700,
        });
    });

    test("filters", () => {
        const none = { states: [], days: false, use: false, building: false, arrears: false, text: "" };
        const ids = (filter) =>
            MAP.units.filter((u) => matches(u, { ...none, ...filter })).map(({ id }) => id);
        expect(ids({})).toEqual([1, 2, 3, 4]);
        expect(ids({ states: ["open"] })).toEqual([1, 4]);
        expect(ids({ days: 90 })).toEqual([1, 3]);
        expect(ids({ days: -1 })).toEqual([3]);
        expect(ids({ use: "food" })).toEqual([1]);
        expect(ids({ arrears: true })).toEqual([3, 4]);
        expect(ids({ text: " book" })).toEqual([3, 4]);
        expect(ids({ text: "a10" })).toEqual([1, 2]);
    });
});

describe.tags("desktop");
describe("on a desktop", () => {
    test("floors from the top down, colours by state, one request", async () => {
        const calls = [];
        await openMap(MAP, calls);
        expect(calls).toHaveLength(1);
        expect(queryAllTexts(".o_ops_floor header b")).toEqual(["2F", "1F"]);
        expect(".o_ops_unit").toHaveCount(4);
        expect("[data-unit='2']").toHaveClass("o_ops_unit_vacant");
        expect("[data-unit='3'] .o_ops_text_number").toHaveText("A201");
        expect("[data-unit='3'] .o_ops_text_arrears").toHaveCount(1);
        expect("[data-unit='3'] .o_ops_text_over").toHaveCount(1);
        expect(".o_ops_figures dd:first").toHaveText("57.1%");
    });

    test("filters fade what they leave out, without asking the server again", async () => {
        const calls = [];
        await openMap(MAP, calls);
        await contains("button.o_ops_unit_open").click();
        expect(kept()).toEqual([4, 1]);
        expect(".o_ops_found b").toHaveText("2 of 4 shops");
        await contains(".o_ops_search").edit("noodles", { confirm: false });
        expect(kept()).toEqual([1]);
        await contains(".o_ops_found .btn-link:last").click();
        expect(kept()).toEqual([3, 4, 1, 2]);
        await contains(".o_ops_filter_arrears").click();
        expect(kept()).toEqual([3, 4]);
        expect(calls).toHaveLength(1);
    });

    test("a click opens the shop", async () => {
        mockService("action", {
            async doAction(action) {
                if (action.tag) {
                    return super.doAction(...arguments);
                }
                expect.step(`${action.res_model} ${action.res_id}`);
            },
        });
        await openMap();
        await contains("[data-unit='4']").click();
        expect.verifySteps(["ops.lease.unit 4"]);
    });

    test("the card says everything and leads to the lease", async () => {
        mockService("action", {
            async doAction(action) {
                if (action.tag) {
                    return super.doAction(...arguments);
                }
                expect.step(`${action.res_model} ${action.res_id}`);
            },
        });
        await openMap();
        await hover("[data-unit='3'] .o_ops_unit_box");
        await advanceTime(300);
        await animationFrame();
        expect(".o_ops_unit_card h3").toHaveText("A201");
        expect(".o_ops_unit_card dd.o_ops_text_over").toHaveText("3 days over");
        await contains(".o_ops_unit_links button:last").click();
        expect.verifySteps(["ops.lease.contract 203"]);
    });

    test("arrow keys walk from shop to shop", async () => {
        await openMap();
        queryAll("[data-unit='3']")[0].focus();
        await press("ArrowRight");
        await animationFrame();
        expect("[data-unit='4']").toBeFocused();
        await press("ArrowDown");
        await animationFrame();
        expect(queryAll("[data-unit][tabindex='0']").length).toBe(1);
        expect("[data-unit='2']").toBeFocused();
    });

    test("another project is asked for", async () => {
        const calls = [];
        await openMap(MAP, calls);
        await contains(".o_ops_filter_property").click();
        await contains(".o-dropdown-item:contains(Lakeside)").click();
        expect(calls).toEqual([false, 2]);
        expect(".o_ops_filter_property").toHaveText("Lakeside");
    });

    test("an empty map explains itself", async () => {
        await openMap({ ...MAP, choices: [], units: [], floors: [], buildings: [], property: { id: false, name: "" } });
        expect(".o_ops_map_empty p:first").toHaveText("No commercial project yet");
        expect(".o_ops_map_empty button").toHaveCount(1);
    });
});

describe("on a phone", () => {
    test.tags("mobile");
    test("a list by floor, filtered", async () => {
        await openMap();
        expect(".o_ops_strip_unit").toHaveCount(4);
        expect(queryAllTexts(".o_ops_strip_floor header b")).toEqual(["2F", "1F"]);
        await contains("button.o_ops_unit_vacant.o_ops_chip").click();
        expect(".o_ops_strip_unit").toHaveCount(1);
        expect(".o_ops_strip_unit").toHaveText(/A102/);
    });
});
