import { Component, onWillStart, useState } from "@odoo/owl";

import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";

const FRESH = 60 * 1000;
const READING = ["get_views", "onchange", "web_read", "web_save", "name_search"];
const VERBS = [
    "agree",
    "send_back",
    "refuse",
    "withdraw",
    "transfer",
    "add_signers",
    "drop_signer",
];

/** Does this call change what waits for somebody? */
function decides({ model, method }) {
    return (
        (model === "ops.approval.request" && VERBS.includes(method)) ||
        (model === "ops.approval.act" && !READING.includes(method))
    );
}

/** How many papers wait for my signature, one click from anywhere. */
export class ApprovalSystray extends Component {
    static template = "ops_base.ApprovalSystray";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ shown: false, count: 0 });
        onWillStart(async () => {
            this.state.shown = await user.hasGroup("ops_base.group_user");
            // the web client does not wait for a number
            this.refresh();
        });
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", () => {
            if (Date.now() - this.fetched > FRESH) {
                this.refresh();
            }
        });
        useBus(rpcBus, "RPC:RESPONSE", ({ detail }) => {
            if (decides(detail.data?.params || {})) {
                this.refresh();
            }
        });
    }

    async refresh() {
        this.fetched = Date.now();
        if (!this.state.shown) {
            return;
        }
        try {
            const counts = await this.orm.silent.call("ops.approval.request", "inbox_counts", []);
            this.state.count = counts.to_approve || 0;
        } catch {
            // a number in the corner must never get in the way of work
            this.state.count = 0;
        }
    }

    open() {
        return this.action.doAction("ops_base.approval_inbox_action", { clearBreadcrumbs: true });
    }
}

registry
    .category("systray")
    .add("ops_base.approval", { Component: ApprovalSystray }, { sequence: 22 });
