import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Exit extends models.Model {
    _name = "demo.exit";

    name = fields.Char();
    note = fields.Char();
    state = fields.Selection({
        selection: [
            ["draft", "Application"],
            ["approving", "Approval"],
            ["moving", "Clearance"],
        ],
    });

    _records = [{ id: 1, name: "TZ-0001", note: "", state: "moving" }];
}

class Request extends models.Model {
    _name = "ops.approval.request";
}

defineMailModels();
defineModels([Exit, Request]);

const STEP = {
    name: "moved",
    label: "Confirm clearance",
    method: "action_moved",
    enabled: true,
    why_not: "",
    needs_reason: false,
    who: "Staff · Wang",
    mine: true,
    route: false,
    main: true,
    gates: [],
};

function panel(values = {}) {
    return {
        id: 1,
        model: "demo.exit",
        name: "TZ-0001",
        state: "moving",
        state_label: "Clearance",
        since: "2026-11-20 02:00:00",
        due: null,
        late: false,
        days: 6.2,
        path: [
            { state: "draft", label: "Application", status: "done" },
            { state: "approving", label: "Approval", status: "done" },
            { state: "moving", label: "Clearance", status: "current" },
            { state: "settling", label: "Settlement", status: "todo" },
        ],
        steps: [STEP],
        turn: "Staff · Wang",
        waiting: [{ who: "Property", days: 4.1 }],
        approval: null,
        preview: null,
        history: [],
        ...values,
    };
}

const LOG = {
    date: "2026-11-18 02:00:00",
    user: "Wang",
    user_id: 7,
    label: "Submit",
    from: "Application",
    to: "Approval",
    state_to: "approving",
    reason: "The lease ends",
    behalf: "",
};

async function mountPanel(values, resId = 1) {
    onRpc("demo.exit", "flow_panel", () => [panel(values)]);
    await mountView({
        type: "form",
        resModel: "demo.exit",
        resId,
        arch: `<form><sheet>
            <widget name="ops_flow_panel" path="draft,approving,moving"/>
            <field name="note"/><field name="state" invisible="1"/>
        </sheet></form>`,
    });
}

test("the path shows what is done, where the paper is and what is to come", async () => {
    await mountPanel();
    expect(queryAllTexts(".o_ops_stop_label")).toEqual([
        "Application",
        "Approval",
        "Clearance",
        "Settlement",
    ]);
    expect(".o_ops_stop.o_ops_done").toHaveCount(2);
    expect(".o_ops_stop[aria-current=step]").toHaveCount(1);
    expect(".o_ops_stop[aria-current=step]").toHaveAttribute("data-state", "moving");
});

test("days in the flow name who it waited for, once there is a history", async () => {
    await mountPanel({ history: [LOG] });
    expect(queryText(".o_ops_flow_time")).toBe("6 days, 4 days of them waiting for Property");
    document.querySelector(".o_ops_history").open = true;
    expect(".o_ops_history .o_ops_quote").toHaveText(/The lease ends/);
});

test("a step saves the paper, is taken, and everything is read again", async () => {
    onRpc("demo.exit", "action_moved", ({ args }) => {
        expect(args).toEqual([[1]]);
        return true;
    });
    await mountPanel();
    onRpc("demo.exit", "*", ({ method }) => {
        expect.step(method);
    });
    await contains("[name=note] input").edit("all cleared", { confirm: false });
    await contains(".o_ops_flow_buttons button").click();
    await animationFrame();
    expect.verifySteps(["web_save", "action_moved", "flow_panel", "web_read"]);
});

test("a step that cannot be taken is shown with its reason and does nothing", async () => {
    onRpc("demo.exit", "action_moved", () => expect.step("taken"));
    await mountPanel({
        steps: [{ ...STEP, enabled: false, why_not: "It is up to Property." }],
    });
    expect(".o_ops_flow_buttons button").toHaveAttribute("aria-disabled", "true");
    expect(".o_ops_refused").toHaveText("Confirm clearance – It is up to Property.");
    // the style lets no pointer through; the keyboard must not get through either
    document.querySelector(".o_ops_flow_buttons button").click();
    await animationFrame();
    expect.verifySteps([]);
});

test("a step aside is offered, never announced as the next step", async () => {
    const aside = { name: "void", label: "Void", method: "action_void", main: false };
    await mountPanel({ steps: [{ ...STEP, ...aside }], turn: "" });
    expect(".o_ops_flow_buttons button").toHaveText("Void");
    expect(".o_ops_flow_buttons button").toHaveClass("btn-secondary");
    expect(".o_ops_flow_title").toHaveCount(0);
    expect(".o_ops_gate").toHaveCount(0);
});

test("a long list of what is missing is folded, a short one is not", async () => {
    const gate = (count) => ({
        label: `Papers of ${count}`,
        ok: false,
        items: [...Array(count).keys()].map((n) => ({ message: `Paper ${n}`, who: "" })),
    });
    await mountPanel({ steps: [{ ...STEP, gates: [gate(4), gate(9)] }] });
    expect(".o_ops_gate:first-child .o_ops_items li").toHaveCount(4);
    expect(".o_ops_more_items").toHaveCount(1);
    expect(".o_ops_more_items summary").toHaveText("6 more");
    expect(".o_ops_gate:last-child > .o_ops_items li").toHaveCount(3);
    expect(".o_ops_more_items li").toHaveCount(6);
});

test("gates say what is missing, who owes it and lead to the place", async () => {
    mockService("action", {
        doAction(action) {
            expect.step(action.res_model);
        },
    });
    await mountPanel({
        steps: [
            {
                ...STEP,
                enabled: false,
                why_not: "The meter has not been read.",
                gates: [
                    { label: "Goods cleared", ok: true, items: [] },
                    {
                        label: "Last reading",
                        ok: false,
                        items: [
                            {
                                message: "The meter has not been read.",
                                who: "Property · Li",
                                fix: {
                                    type: "ir.actions.act_window",
                                    res_model: "demo.meter",
                                    views: [[false, "form"]],
                                },
                            },
                        ],
                    },
                ],
            },
        ],
    });
    expect(".o_ops_gate_ok").toHaveText(/Goods cleared/);
    expect(".o_ops_gate_open").toHaveText(/The meter has not been read/);
    expect(".o_ops_item_who").toHaveText("Property · Li");
    // the list of gates has said why: no second time below the button
    expect(".o_ops_refused").toHaveCount(0);
    await contains(".o_ops_fix").click();
    expect.verifySteps(["demo.meter"]);
});

test("a step that needs a reason asks for one and passes it on", async () => {
    onRpc("demo.exit", "action_moved", ({ kwargs }) => {
        expect.step(kwargs.reason);
        return true;
    });
    await mountPanel({ steps: [{ ...STEP, needs_reason: true }] });
    await contains(".o_ops_flow_buttons button").click();
    expect(".modal .o_ops_reason_confirm").toHaveProperty("disabled", true);
    await contains(".modal textarea").edit("Tenant asked for it", { confirm: false });
    await contains(".modal .o_ops_reason_confirm").click();
    await animationFrame();
    expect.verifySteps(["Tenant asked for it"]);
    expect(".modal").toHaveCount(0);
});

test("an unsaved paper shows its path and nothing else", async () => {
    onRpc("demo.exit", "flow_panel", () => expect.step("flow_panel"));
    await mountPanel({}, false);
    expect(queryAllTexts(".o_ops_stop_label")).toEqual(["Application", "Approval", "Clearance"]);
    expect(".o_ops_flow_next").toHaveCount(0);
    expect.verifySteps([]);
});

test("a panel that fails leaves the paper usable", async () => {
    onRpc("demo.exit", "flow_panel", () => {
        throw new Error("no panel today");
    });
    await mountView({
        type: "form",
        resModel: "demo.exit",
        resId: 1,
        arch: `<form><sheet><widget name="ops_flow_panel"/><field name="note"/></sheet></form>`,
    });
    expect(".o_ops_flow_panel .alert").toHaveCount(1);
    expect("[name=note] input").toHaveCount(1);
});

const TASK = {
    user_id: 7,
    user: "Wang",
    state: "open",
    opinion: "",
    date: null,
    waiting_days: 2.5,
    behalf: "",
};
const ROUTE = {
    ...STEP,
    name: "approve",
    method: "action_approve",
    label: "Approval",
    route: true,
    mine: false,
    enabled: false,
    gates: [
        { label: "Approval", ok: false, items: [{ message: "pending", who: "Li", fix: null }] },
    ],
};
const APPROVAL = {
    id: 5,
    state: "pending",
    round: 1,
    nodes: [
        {
            name: "Mall manager",
            mode: "any",
            mode_label: "anyone",
            state: "agreed",
            tasks: [
                {
                    ...TASK,
                    state: "agreed",
                    opinion: "Fine, as in the lease",
                    date: "2026-11-19 02:00:00",
                },
            ],
        },
        {
            name: "Finance",
            mode: "all",
            mode_label: "everyone",
            state: "open",
            tasks: [TASK, { ...TASK, user: "Li", user_id: 8 }],
        },
        {
            name: "Director",
            mode: "any",
            mode_label: "anyone",
            state: "waiting",
            tasks: [{ ...TASK, user: "Zhao", state: "waiting", waiting_days: 0 }],
        },
    ],
    verbs: ["agree", "send_back", "transfer"],
    copies: [],
    events: [],
};

test("the approval tells who has spoken, who is asked and who comes next", async () => {
    await mountPanel({ steps: [ROUTE], approval: APPROVAL });
    expect(".o_ops_node").toHaveCount(3);
    expect(".o_ops_node:first .o_ops_quote").toHaveText(/Fine, as in the lease/);
    expect(".o_ops_node.o_ops_waiting .o_ops_task_time:first").toHaveText("waiting for 2 days");
    expect(".o_ops_node.o_ops_todo").toHaveText(/Zhao/);
    // waiting for signers is amber, not red, and is told once
    expect(".o_ops_stop[aria-current=step]").toHaveClass("o_ops_waiting");
    expect(".o_ops_flow_next").toHaveCount(0);
});

test("agreeing passes the opinion typed beside the button", async () => {
    onRpc("ops.approval.request", "agree", ({ args, kwargs }) => {
        expect.step([args[0], kwargs.opinion]);
        return true;
    });
    await mountPanel({ steps: [ROUTE], approval: APPROVAL });
    await contains(".o_ops_decide input").edit("Agreed", { confirm: false });
    await contains(".o_ops_agree").click();
    await animationFrame();
    expect.verifySteps([[[5], "Agreed"]]);
});

test("sending back opens the dialog of the verb", async () => {
    mockService("action", {
        doAction(action) {
            expect.step([action.res_model, action.context.default_opinion]);
        },
    });
    onRpc("ops.approval.request", "action_act", ({ kwargs }) => ({
        type: "ir.actions.act_window",
        res_model: "ops.approval.act",
        views: [[false, "form"]],
        target: "new",
        context: { default_verb: kwargs.context.verb },
    }));
    await mountPanel({ steps: [ROUTE], approval: APPROVAL });
    await contains(".o_ops_decide input").edit("No", { confirm: false });
    await click(".o_ops_send_back");
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["ops.approval.act", "No"]]);
});

test("an approval that is over is one line until its opinions are asked for", async () => {
    await mountPanel({ approval: { ...APPROVAL, state: "agreed", verbs: ["comment"] } });
    expect(".o_ops_approval_closed").toHaveText(/Approved/);
    expect(".o_ops_timeline").toHaveCount(0);
    await contains(".o_ops_links .btn-link:first").click();
    expect(".o_ops_timeline").toHaveCount(1);
});

test("signatures and steps make one timeline", async () => {
    const events = [
        { kind: "start", label: "Raised", date: "2026-11-18 02:00:00", user: "Wang", people: [] },
        {
            kind: "send_back",
            label: "Sent back",
            date: "2026-11-19 02:00:00",
            user: "Li",
            node: "Finance",
            opinion: "The bill is missing",
            people: [],
            attachments: [{ id: 3, name: "bill.pdf" }],
        },
    ];
    await mountPanel({
        history: [
            LOG,
            { ...LOG, date: "2026-11-19 02:00:00", label: "Back", reason: "The bill is missing" },
        ],
        approval: { ...APPROVAL, events },
        steps: [ROUTE],
    });
    document.querySelector(".o_ops_history").open = true;
    expect(queryAllTexts(".o_ops_history strong")).toEqual(["Wang", "Li", "Wang"]);
    expect(".o_ops_history .o_ops_quote").toHaveCount(2);
    expect(".o_ops_history a").toHaveText("bill.pdf");
});

test("before submission the route is shown with what is wrong with it", async () => {
    await mountPanel({
        preview: [
            { name: "Manager", mode: "any", users: [{ id: 7, name: "Wang" }], problem: null },
            { name: "Director", mode: "any", users: [], problem: "Nobody holds this post" },
        ],
    });
    expect(".o_ops_preview li").toHaveCount(2);
    expect(".o_ops_preview_problem").toHaveText(/Nobody holds this post/);
});
