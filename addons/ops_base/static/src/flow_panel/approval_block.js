import { Component, useState } from "@odoo/owl";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { formatDays, formatMoment } from "../days";

// verbs that need no more than the text typed beside them
const DIRECT = ["agree", "urge"];
// nodes and tasks that tell nothing new
const GONE = ["closed", "dropped"];

/**
 * The approval of a paper: who has said what, who is thinking, who comes next, and what
 * the present user may do now. Before submission: the route that will be taken.
 */
export class ApprovalBlock extends Component {
    static template = "ops_base.ApprovalBlock";
    static components = { Dropdown, DropdownItem };
    static props = {
        approval: { type: Object, optional: true },
        preview: { type: Array, optional: true },
        turn: { type: String, optional: true },
        busy: { type: Boolean, optional: true },
        run: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ opinion: "", open: undefined });
        this.formatMoment = formatMoment;
    }

    get approval() {
        return this.props.approval;
    }

    get pending() {
        return this.approval?.state === "pending";
    }

    get title() {
        return {
            pending: _t("Approval under way"),
            agreed: _t("Approved"),
            returned: _t("Sent back"),
            withdrawn: _t("Withdrawn"),
            refused: _t("Refused for good"),
            superseded: _t("No longer valid"),
        }[this.approval.state];
    }

    get tone() {
        return (
            { agreed: "done", pending: "waiting", returned: "late", refused: "late" }[
                this.approval.state
            ] || "todo"
        );
    }

    /** An approval that is over is one line under what comes next. */
    get closed() {
        return this.approval && !this.pending;
    }

    /** What runs or came back is read at once, what is agreed when asked for. */
    get expanded() {
        return this.state.open ?? ["pending", "returned", "refused"].includes(this.approval.state);
    }

    get nodes() {
        return this.approval.nodes.map((node, index) => ({
            ...node,
            key: index,
            tone: this.toneOf(node.state),
            tasks: node.tasks
                .filter((task) => !GONE.includes(task.state))
                .map((task, key) => ({
                    ...task,
                    key,
                    tone: this.toneOf(task.state),
                    word: this.wordOf(task.state),
                })),
        }));
    }

    toneOf(state) {
        return (
            {
                agreed: "done",
                skipped: "done",
                open: "waiting",
                returned: "late",
                refused: "late",
            }[state] || "todo"
        );
    }

    wordOf(state) {
        return {
            waiting: _t("still to come"),
            open: _t("thinking it over"),
            agreed: _t("agreed"),
            skipped: _t("agreed just before"),
            returned: _t("sent back"),
            refused: _t("refused"),
            transferred: _t("handed over"),
        }[state];
    }

    behalfOf(name) {
        return _t("on behalf of %s", name);
    }

    get round() {
        return _t("round %s", this.approval.round);
    }

    waitingFor(task) {
        return _t("waiting for %s", formatDays(task.waiting_days));
    }

    get verbs() {
        return this.approval?.verbs || [];
    }

    get canAgree() {
        return this.verbs.includes("agree");
    }

    /** Everything but the two large buttons, in the order people look for it. */
    get moreVerbs() {
        const labels = [
            ["refuse", _t("Refuse for good…")],
            ["transfer", _t("Hand over…")],
            ["add_signers", _t("Add signers…")],
            ["drop_signer", _t("Remove a signer…")],
            ["withdraw", _t("Take back…")],
            ["urge", _t("Remind")],
            ["copy_to", _t("Send a copy…")],
            ["comment", _t("Comment…")],
        ];
        return labels
            .filter(([name]) => this.verbs.includes(name))
            .map(([name, label]) => ({ name, label }));
    }

    async use(verb) {
        const { id } = this.approval;
        const opinion = this.state.opinion.trim();
        const done = await this.props.run(async () => {
            if (DIRECT.includes(verb)) {
                const kwargs = verb === "agree" ? { opinion } : {};
                return this.orm.call("ops.approval.request", verb, [[id]], kwargs);
            }
            // the dialog of the verb, with what has been typed already
            const action = await this.orm.call("ops.approval.request", "action_act", [[id]], {
                context: { ...user.context, verb },
            });
            return { ...action, context: { ...action.context, default_opinion: opinion } };
        });
        if (done) {
            this.state.opinion = "";
        }
    }
}
