import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { formatDays } from "../days";
import { layoutMap, readingOrder } from "./map_layout";

const BOX_HEIGHT = 92;
const HOVER_DELAY = 250;

/** The three papers that have stood at a step longest. */
export class OldestPapers extends Component {
    static template = "ops_base.OldestPapers";
    static props = { close: Function, node: Object, open: Function };

    setup() {
        this.formatDays = formatDays;
    }
}

/**
 * Home screen of an addon: its flow chart with the papers that stand at every step.
 * One request, however many steps; the server counts and says what a click opens.
 */
export class ProcessMap extends Component {
    static template = "ops_base.ProcessMap";
    static components = { Dropdown, DropdownItem, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useState(useService("ui"));
        this.keepLast = new KeepLast();
        this.popover = usePopover(OldestPapers, {
            position: "bottom-middle",
            arrow: true,
            setActiveElement: false,
            popoverClass: "o_ops_oldest_popover",
        });
        this.boardRef = useRef("board");
        const params = this.props.action.params || {};
        this.code = params.code;
        this.state = useState({
            map: null,
            width: 0,
            scope: { ...params.scope, ...this.props.state?.scope },
        });
        useSetupAction({ getLocalState: () => ({ scope: { ...this.state.scope } }) });
        onWillStart(() => this.load());
        onMounted(() => {
            this.observer = new ResizeObserver(() => this.measure());
            this.observer.observe(this.boardRef.el);
            this.measure();
        });
        onWillUnmount(() => {
            this.observer.disconnect();
            clearTimeout(this.hoverTimer);
        });
    }

    // --- reading

    async load() {
        const map = await this.keepLast.add(
            this.orm.call("ops.process.map", "load_map", [this.code, { ...this.state.scope }])
        );
        this.state.map = map;
        this.state.scope = map.scope;
        this.env.config.setDisplayName(map.name);
    }

    setScope(change) {
        this.popover.close();
        Object.assign(this.state.scope, change);
        return this.load();
    }

    measure() {
        // whole pixels, so that a scroll bar that comes and goes cannot make it dance
        this.state.width = Math.floor(this.boardRef.el.clientWidth);
    }

    get map() {
        return this.state.map;
    }

    get nodes() {
        return readingOrder(this.map.nodes).map((node) => ({
            ...node,
            tone: this.toneOf(node),
            label: this.labelOf(node),
        }));
    }

    get drawing() {
        return layoutMap(this.map.nodes, this.map.edges, this.state.width, BOX_HEIGHT);
    }

    /** Colour of a step: late before waiting for me before under way. */
    toneOf(node) {
        if (node.late) {
            return "late";
        }
        if (node.mine) {
            return "waiting";
        }
        if (node.kind === "end" && node.count) {
            return "done";
        }
        return node.count ? "current" : "todo";
    }

    /** What a screen reader says, in one breath. */
    labelOf(node) {
        const parts = [node.name];
        if (node.counted) {
            parts.push(node.count === 1 ? _t("1 paper") : _t("%s papers", node.count));
        }
        if (node.late) {
            parts.push(_t("%s late", node.late));
        }
        if (node.mine) {
            parts.push(_t("%s waiting for me", node.mine));
        }
        if (node.role) {
            parts.push(_t("step of %s", node.role));
        }
        return parts.join(", ");
    }

    /** Arrows that do not lead on, said in words for the strip on a phone. */
    returnsOf(node) {
        const names = Object.fromEntries(this.map.nodes.map(({ id, name }) => [id, name]));
        return this.map.edges
            .filter((edge) => edge.from === node.id && edge.kind !== "forward")
            .map((edge) => ({
                id: edge.id,
                kind: edge.kind,
                text: edge.label ? `${names[edge.to]} (${edge.label})` : names[edge.to],
            }));
    }

    get totals() {
        const sum = (key) => this.map.nodes.reduce((total, node) => total + node[key], 0);
        return { late: sum("late"), mine: sum("mine") };
    }

    get periods() {
        return [
            { id: "all", name: _t("Any time") },
            { id: "week", name: _t("Raised this week") },
            { id: "month", name: _t("Raised this month") },
            { id: "quarter", name: _t("Raised this quarter") },
            { id: "year", name: _t("Raised this year") },
        ];
    }

    get period() {
        return this.periods.find(({ id }) => id === this.state.scope.period);
    }

    get company() {
        return this.map.companies.find(({ id }) => id === this.state.scope.company_id);
    }

    get anyChoice() {
        return _t("%s: all", this.map.choice_label);
    }

    get choice() {
        return this.map.choices.find(({ id }) => id === this.state.scope.value);
    }

    // --- acting

    open(node, filter) {
        if (!node.action) {
            return;
        }
        this.popover.close();
        const domain = [...node.action.domain];
        if (filter) {
            domain.push([filter, "=", true]);
        }
        return this.action.doAction({ ...node.action, domain });
    }

    openPaper(node, paper) {
        this.popover.close();
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: node.action.res_model,
            res_id: paper.id,
            views: [[false, "form"]],
        });
    }

    edit() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ops.process.map",
            res_id: this.map.id,
            views: [[false, "form"]],
        });
    }

    onEnter(ev, node) {
        clearTimeout(this.hoverTimer);
        if (this.ui.isSmall || !node.oldest.length) {
            this.popover.close();
            return;
        }
        const target = ev.currentTarget;
        this.hoverTimer = setTimeout(() => this.showOldest(target, node), HOVER_DELAY);
    }

    showOldest(target, node) {
        if (target.isConnected) {
            this.popover.open(target, {
                node,
                open: (paper) => this.openPaper(node, paper),
            });
        }
    }

    onLeave(ev) {
        clearTimeout(this.hoverTimer);
        // the way from the box into its papers is not leaving
        this.hoverTimer = setTimeout(() => {
            const over = document.querySelector(".o_ops_oldest_popover:hover, .o_ops_box:hover");
            if (!over) {
                this.popover.close();
            }
        }, HOVER_DELAY);
    }

    onKeydown(ev, node) {
        if (ev.key === "ArrowDown" && node.oldest.length) {
            ev.preventDefault();
            this.showOldest(ev.currentTarget.closest(".o_ops_box"), node);
        } else if (["ArrowLeft", "ArrowRight"].includes(ev.key)) {
            ev.preventDefault();
            const boxes = [...this.boardRef.el.querySelectorAll(".o_ops_box_main")];
            const step = ev.key === "ArrowRight" ? 1 : -1;
            boxes[boxes.indexOf(ev.currentTarget) + step]?.focus();
        }
    }
}

registry.category("actions").add("ops_process_map", ProcessMap);
