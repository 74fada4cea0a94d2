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

import { layoutMap, readingOrder, roundedPath } from "@ops_base/process_map/map_layout";

class Process extends models.Model {
    _name = "ops.process.map";
}

defineMailModels();
defineModels([Process]);

const node = (id, column, row = 1, values = {}) => ({
    id,
    column,
    row,
    name: `Step ${id}`,
    kind: "step",
    role: "Property",
    days: 0,
    counted: true,
    count: 0,
    late: 0,
    mine: 0,
    oldest: [],
    action: {
        type: "ir.actions.act_window",
        name: `Step ${id}`,
        res_model: "demo.exit",
        domain: [["state", "in", [`s${id}`]]],
        views: [[false, "list"]],
    },
    ...values,
});
const edge = (from, to, kind = "forward", label = "") => ({
    id: from * 100 + to,
    from,
    to,
    kind,
    label,
});

const MAP = {
    id: 1,
    name: "Tenant exit",
    code: "lease_exit",
    description: "From application to refund",
    owner: "",
    document: "",
    can_edit: false,
    scope: { mine: false, company_id: false, value: false, period: "all" },
    companies: [
        { id: 1, name: "North" },
        { id: 2, name: "South" },
    ],
    choices: [],
    choice_label: "",
    nodes: [
        node(1, 1, 1, { count: 4, mine: 1 }),
        node(2, 2, 1, {
            count: 7,
            late: 2,
            oldest: [{ id: 9, name: "TZ-0009", partner: "Noodles", days: 5.5, late: true }],
        }),
        node(3, 3, 1),
        node(4, 2, 2, { count: 3, kind: "end", counted: true }),
    ],
    edges: [edge(1, 2), edge(2, 3), edge(2, 1, "return", "sent back"), edge(1, 4, "branch")],
};

async function mountMap(answer = () => MAP) {
    onRpc("ops.process.map", "load_map", ({ args }) => {
        expect.step("load");
        return answer(args[1]);
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "ops_process_map",
        params: { code: "lease_exit" },
    });
    await animationFrame();
}

describe("geometry", () => {
    test("boxes stand in their columns and rows and fill the width", () => {
        const { boxes, width } = layoutMap(MAP.nodes, MAP.edges, 800, 90);
        expect(boxes[1].y).toBe(boxes[2].y);
        expect(boxes[2].x).toBe(boxes[4].x);
        expect(boxes[4].y).toBeGreaterThan(boxes[2].y + 90);
        expect(width).toBeLessThan(801);
    });

    test("many columns keep a readable width and let the map scroll", () => {
        const nodes = Array.from({ length: 20 }, (_, i) => node(i + 1, i + 1));
        expect(layoutMap(nodes, [], 800, 90).width).toBeGreaterThan(2000);
    });

    test("a return runs below the boxes, a jump above, each in free space", () => {
        const nodes = [node(1, 1), node(2, 2), node(3, 3)];
        const edges = [edge(3, 1, "return"), edge(1, 3)];
        const { boxes, arrows } = layoutMap(nodes, edges, 800, 90);
        const ys = (path) => path.match(/-?[\d.]+ -?[\d.]+/g).map((p) => Number(p.split(" ")[1]));
        expect(Math.max(...ys(arrows[0].path))).toBeGreaterThan(boxes[1].y + 90);
        expect(Math.min(...ys(arrows[1].path))).toBeLessThan(boxes[1].y);
    });

    test("returns that do not meet share a lane, others get their own", () => {
        const nodes = [1, 2, 3, 4, 5].map((i) => node(i, i));
        const apart = layoutMap(nodes, [edge(2, 1, "return"), edge(5, 4, "return")], 900, 90);
        const nested = layoutMap(nodes, [edge(3, 2, "return"), edge(5, 1, "return")], 900, 90);
        expect(nested.height).toBeGreaterThan(apart.height);
    });

    test("an arrow to a step that is gone is left out", () => {
        expect(layoutMap(MAP.nodes, [edge(1, 77)], 800, 90).arrows).toEqual([]);
        expect(layoutMap([], [edge(1, 2)], 800, 90).height).toBe(0);
    });

    test("corners are round, straight lines straight", () => {
        expect(roundedPath([[0, 0], [10, 0]])).toBe("M0 0L10 0");
        expect(roundedPath([[0, 0], [50, 0], [50, 50]])).toInclude("Q50 0");
    });

    test("reading goes along the row, then to the next", () => {
        expect(readingOrder(MAP.nodes).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    });
});

test.tags("desktop");
test("one request draws every step with count, late and mine", async () => {
    await mountMap();
    expect.verifySteps(["load"]);
    expect(".o_ops_canvas[role=list] [role=listitem]").toHaveCount(4);
    expect(queryAllTexts(".o_ops_box_count")).toEqual(["4", "7", "0", "3"]);
    expect(".o_ops_badge_late").toHaveCount(1);
    expect(".o_ops_badge_mine").toHaveCount(1);
    expect(".o_ops_arrow").toHaveCount(4);
    expect(".o_ops_arrow_return text").toHaveText("sent back");
    expect(queryAll(".o_ops_box_main")[1]).toHaveAttribute(
        "aria-label",
        "Step 2, 7 papers, 2 late, step of Property"
    );
});

test.tags("desktop");
test("a click opens the papers, the badges only what is late or mine", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step(action.domain);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await mountMap();
    expect.verifySteps(["load"]);
    await contains(".o_ops_box[data-node='2'] .o_ops_box_main").click();
    await contains(".o_ops_box[data-node='2'] .o_ops_badge_late").click();
    await contains(".o_ops_box[data-node='1'] .o_ops_badge_mine").click();
    expect.verifySteps([
        [["state", "in", ["s2"]]],
        [["state", "in", ["s2"]], ["flow_is_late", "=", true]],
        [["state", "in", ["s1"]], ["flow_is_mine", "=", true]],
    ]);
});

test.tags("desktop");
test("filters ask the server again and are kept", async () => {
    const asked = [];
    await mountMap((scope) => {
        asked.push(scope);
        return { ...MAP, scope: { ...MAP.scope, ...scope } };
    });
    await contains(".o_ops_filter_mine").click();
    await animationFrame();
    expect(".o_ops_filter_mine").toHaveAttribute("aria-pressed", "true");
    await contains(".o_ops_filter_period").click();
    await contains(".o-dropdown-item:contains('Raised this month')").click();
    await contains(".o_ops_filter_company").click();
    await contains(".o-dropdown-item:contains('South')").click();
    await animationFrame();
    expect(asked.at(-1)).toEqual({ mine: true, company_id: 2, value: false, period: "month" });
    expect.verifySteps(["load", "load", "load", "load"]);
});

test.tags("desktop");
test("hovering shows who has waited longest", async () => {
    await mountMap();
    await hover(".o_ops_box[data-node='2']");
    await advanceTime(300);
    await animationFrame();
    expect(".o_ops_oldest").toHaveText(/TZ-0009/);
    expect(".o_ops_oldest_late").toHaveText("5 days");
    expect.verifySteps(["load"]);
});

test.tags("desktop");
test("arrow keys walk along the steps", async () => {
    await mountMap();
    document.querySelector(".o_ops_box_main").focus();
    await press("ArrowRight");
    expect(queryAll(".o_ops_box_main")[1]).toBeFocused();
    await press("ArrowLeft");
    expect(queryAll(".o_ops_box_main")[0]).toBeFocused();
    expect.verifySteps(["load"]);
});

test.tags("mobile");
test("a phone gets a strip with the ways back in words", async () => {
    await mountMap();
    expect(".o_ops_canvas").toHaveCount(0);
    expect(".o_ops_strip [role=listitem]").toHaveCount(4);
    expect(".o_ops_strip_edge:first").toHaveText(/sent back|Step 4/);
    expect.verifySteps(["load"]);
});

test("a map without steps says what it is for", async () => {
    await mountMap(() => ({ ...MAP, nodes: [], edges: [] }));
    expect(".o_ops_map_empty").toHaveCount(1);
    expect.verifySteps(["load"]);
});
