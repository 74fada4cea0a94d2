import { Component, onWillStart, onWillUpdateProps, status, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { formatDays, formatMoment } from "../days";
import { ApprovalBlock } from "./approval_block";
import { ReasonDialog } from "./reason_dialog";

const ICONS = {
    done: "fa-check",
    current: "fa-circle",
    waiting: "fa-ellipsis-h",
    late: "fa-clock-o",
    blocked: "fa-exclamation",
    todo: "",
};

// lines of one gate that are shown at once
const SHOWN = 3;

// what the flow's own log tells already
const TOLD_BY_LOG = ["start", "resubmit", "passed", "returned", "refused"];

/**
 * The top of every paper: where it is, what comes next, what blocks it, whose turn it
 * is and one click to the place that unblocks it. Shows what `flow_panel()` of the
 * model returns; decides nothing itself.
 */
export class FlowPanel extends Component {
    static template = "ops_base.FlowPanel";
    static components = { ApprovalBlock };
    static props = {
        ...standardWidgetProps,
        path: { type: Array, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ panel: null, problem: "", busy: false });
        this.keepLast = new KeepLast();
        this.formatDays = formatDays;
        this.formatMoment = formatMoment;
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({ record }) => {
            if (record.resId !== this.loadedId) {
                return this.load(record);
            }
            if (record !== this.props.record) {
                // read again with the record, see below
                return this.loading;
            }
        });
        // told by the form whenever it saves its record or reads it again
        useBus(this.env.bus, "MAIL:RELOAD-THREAD", ({ detail }) => {
            const { resModel, resId } = this.props.record;
            // a step under way reads everything again when it is done
            if (detail.model === resModel && detail.id === resId && !this.state.busy) {
                this.load(this.props.record);
            }
        });
    }

    // --- reading

    load(record) {
        this.loading = this._load(record);
        return this.loading;
    }

    async _load(record) {
        this.loadedId = record.resId;
        if (!record.resId) {
            this.state.panel = null;
            return;
        }
        try {
            const [panel] = await this.keepLast.add(
                this.orm.silent.call(record.resModel, "flow_panel", [[record.resId]])
            );
            Object.assign(this.state, { panel, problem: "" });
        } catch (error) {
            // the paper itself must open even when its panel cannot
            this.state.problem = error.data?.message || error.message;
        }
    }

    get panel() {
        return this.state.panel;
    }

    get path() {
        if (this.panel) {
            return this.panel.path.map((stop) => {
                const status = this.statusOf(stop);
                return { ...stop, status, icon: ICONS[status], word: this.wordOf(status) };
            });
        }
        const { state } = this.props.record.fields;
        const labels = Object.fromEntries(state?.selection || []);
        return (this.props.path || []).map((name, index) => {
            const status = index ? "todo" : "current";
            return {
                state: name,
                label: labels[name] || name,
                status,
                icon: ICONS[status],
                word: this.wordOf(status),
            };
        });
    }

    /** Waiting for signers or for colleagues is no obstacle: amber, not red. */
    statusOf({ status }) {
        if (!["blocked", "current"].includes(status) || !this.main) {
            return status;
        }
        if (this.main.route) {
            return this.gates.every((gate) => gate.ok) ? "waiting" : status;
        }
        return status === "current" && !this.main.mine ? "waiting" : status;
    }

    wordOf(status) {
        return {
            done: _t("done"),
            current: _t("under way"),
            waiting: _t("waiting"),
            late: _t("late"),
            blocked: _t("something is missing"),
            todo: _t("not started"),
        }[status];
    }

    /** The step ahead; a paper at its end has none, even if it can still be made void. */
    get main() {
        return this.panel.steps.find((step) => step.main);
    }

    /** Steps a person takes; what an approval takes has no button. */
    get buttons() {
        return this.panel.steps.filter((step) => !step.route);
    }

    /** Steps whose reason is not told by the list of gates. */
    get refused() {
        return this.buttons.filter(
            (step) => !step.enabled && step.why_not && (step !== this.main || step.gates.every((g) => g.ok))
        );
    }

    get gates() {
        const gates = this.main?.gates || [];
        // the first gate of an approved step is the approval, which its block tells in full
        return this.main?.route && this.panel.approval ? gates.slice(1) : gates;
    }

    /** A step that only waits for signers has nothing to say beside their timeline. */
    get showNext() {
        const { main, panel } = this;
        if (this.buttons.length || !main) {
            return this.buttons.length > 0;
        }
        return !(main.route && panel.approval && !this.gates.length);
    }

    /** One thing missing is said in one line, without repeating the name of the gate. */
    oneLine(gate) {
        return !gate.ok && gate.items.length === 1 && gate.items[0].message.includes(gate.label);
    }

    /** A long list must not push the paper itself off the screen: what goes beyond a few
     * lines is folded. */
    partsOf({ items }) {
        const count = items.length > SHOWN + 1 ? SHOWN : items.length;
        const folded = items.slice(count);
        return {
            shown: items.slice(0, count),
            folded,
            title: _t("%s more", folded.length),
        };
    }

    get time() {
        const { days, waiting, history } = this.panel;
        if (!history.length) {
            return "";
        }
        const longest = waiting.find((part) => part.days >= 1 && part.who);
        if (longest && days >= 1) {
            return _t("%(days)s, %(waiting)s of them waiting for %(who)s", {
                days: formatDays(days),
                waiting: formatDays(longest.days),
                who: longest.who,
            });
        }
        return formatDays(days);
    }

    get timeDetails() {
        return this.panel.waiting
            .map((part) =>
                _t("%(who)s: %(days)s", { who: part.who, days: formatDays(part.days) })
            )
            .join("\n");
    }

    /** One timeline of steps, signatures and what was said, in order (PU-X1). */
    get history() {
        const events = (this.panel.approval?.events || [])
            .filter((event) => !TOLD_BY_LOG.includes(event.kind))
            .map((event) => ({ ...event, reason: event.opinion, where: event.node }));
        const said = new Set(events.map((event) => `${event.date} ${event.reason}`));
        const steps = this.panel.history.map((row) => ({
            ...row,
            where: row.from ? `${row.from} → ${row.to}` : row.to,
            // the opinion of the signer is the reason of the step that follows from it
            reason: said.has(`${row.date} ${row.reason}`) ? "" : row.reason,
        }));
        return [...events, ...steps].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date));
    }

    // --- words that stand in another order in other languages

    behalfOf(name) {
        return _t("on behalf of %s", name);
    }

    get historyTitle() {
        return _t("History (%s)", this.history.length);
    }

    get lateSince() {
        return _t("late since %s", formatMoment(this.panel.due));
    }

    // --- acting

    async take(step) {
        if (!step.enabled || this.state.busy) {
            return;
        }
        const execute = (reason) =>
            this.run(() =>
                this.orm.call(
                    this.props.record.resModel,
                    step.method,
                    [[this.props.record.resId]],
                    reason ? { reason } : {}
                )
            );
        if (step.needs_reason) {
            this.dialog.add(ReasonDialog, { title: step.label, confirm: execute });
        } else {
            await execute();
        }
    }

    /**
     * Save the paper, do something on the server, show what has become of it.
     *
     * @param {() => Promise<any>} call
     * @returns {Promise<boolean>} whether it was done
     */
    async run(call) {
        const { record } = this.props;
        if (this.state.busy) {
            return false;
        }
        this.state.busy = true;
        try {
            if (!(await record.save())) {
                return false;
            }
            const result = await call();
            if (result?.type) {
                await this.action.doAction(result, { onClose: () => this.reload() });
            }
            return true;
        } finally {
            this.state.busy = false;
            await this.reload();
        }
    }

    async reload() {
        if (status(this) !== "destroyed" && this.props.record.resId) {
            await this.props.record.model.load();
        }
    }

    openFix(fix) {
        return this.action.doAction(fix, { onClose: () => this.reload() });
    }
}

export const flowPanel = {
    component: FlowPanel,
    extractProps: ({ attrs }) => (attrs.path ? { path: attrs.path.split(",") } : {}),
};

registry.category("view_widgets").add("ops_flow_panel", flowPanel);
