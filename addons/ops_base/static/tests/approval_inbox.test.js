import { expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { ApprovalSystray } from "@ops_base/approval_inbox/approval_systray";

class Request extends models.Model {
    _name = "ops.approval.request";

    name = fields.Char();
    _records = [
        { id: 1, name: "TZ-0001" },
        { id: 2, name: "TZ-0002" },
        { id: 3, name: "TZ-0003" },
    ];
}

defineMailModels();
defineModels([Request]);

onRpc("has_group", () => true);

async function mountInbox(type = "list") {
    const arch =
        type === "list"
            ? `<list js_class="ops_approval_list"><field name="name"/></list>`
            : `<kanban js_class="ops_approval_kanban"><templates>
                 <t t-name="card"><field name="name"/></t></templates></kanban>`;
    await mountView({ type, resModel: "ops.approval.request", arch });
}

test.tags("desktop");
test("j and k move the cursor, a agrees to the paper under it", async () => {
    onRpc("ops.approval.request", "agree", ({ args, kwargs }) => {
        expect.step([args[0], kwargs.opinion]);
        return true;
    });
    await mountInbox();
    await press("j");
    await press("j");
    await press("j");
    await press("k");
    expect(".o_data_row:eq(1) .o_data_cell").toBeFocused();
    await press("a");
    await animationFrame();
    await contains(".modal textarea").edit("fine", { confirm: false });
    await contains(".modal .o_ops_reason_confirm").click();
    await animationFrame();
    expect.verifySteps([[[2], "fine"]]);
});

test.tags("desktop");
test("what is ticked is decided together; sending back opens the dialog of the verb", async () => {
    mockService("action", {
        doAction(action) {
            expect.step([action.res_model, action.context]);
        },
    });
    onRpc("ops.approval.request", "action_act", ({ args, kwargs }) => ({
        type: "ir.actions.act_window",
        res_model: "ops.approval.act",
        views: [[false, "form"]],
        target: "new",
        context: { default_verb: kwargs.context.verb, default_request_ids: args[0] },
    }));
    await mountInbox();
    await contains(".o_data_row:eq(0) .o_list_record_selector input").click();
    await contains(".o_data_row:eq(2) .o_list_record_selector input").click();
    await press("r");
    await animationFrame();
    await press("a");
    await animationFrame();
    expect(".modal .modal-title").toHaveText("Agree (2 papers)");
    expect.verifySteps([
        ["ops.approval.act", { default_verb: "send_back", default_request_ids: [1, 3] }],
    ]);
});

test.tags("desktop");
test("without a paper under the cursor nothing is decided", async () => {
    await mountInbox();
    await press("a");
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect(".o_notification").toHaveCount(1);
});

test.tags("desktop");
test("the keyboard works on cards too", async () => {
    onRpc("ops.approval.request", "agree", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    await mountInbox("kanban");
    await press("j");
    await press("a");
    await animationFrame();
    await contains(".modal .o_ops_reason_confirm").click();
    await animationFrame();
    expect.verifySteps([[1]]);
});

test("the systray counts what waits for me and survives a server that cannot", async () => {
    let answer = () => ({ to_approve: 3 });
    onRpc("ops.approval.request", "inbox_counts", () => answer());
    const systray = await mountWithCleanup(ApprovalSystray);
    await animationFrame();
    expect(".badge").toHaveText("3");
    answer = () => {
        throw new Error("down");
    };
    await systray.refresh();
    await animationFrame();
    expect(".badge").toHaveCount(0);
});
