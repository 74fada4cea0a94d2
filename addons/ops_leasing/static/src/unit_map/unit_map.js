import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { fitWording, layoutFloors, partsOf, textWidth } from "./unit_layout";

const HOVER_DELAY = 200;
const LABEL_WIDTH = 76;
const PAPER_WIDTH = 1500; // A3 landscape less its margins, in CSS pixels
const ZOOMS = [0.4, 0.6, 0.8, 1, 1.25, 1.6, 2, 3];
const SOON = 90;
export const VACANT = ["vacant", "negotiating"];
const NO_FILTER = { states: [], days: false, use: false, building: false, arrears: false, text: "" };

/** Which shops a filter keeps. */
export function matches(unit, filter) {
    const text = filter.text.trim().toLowerCase();
    return (
        (!filter.states.length || filter.states.includes(unit.state)) &&
        (!filter.use || unit.use === filter.use) &&
        (!filter.arrears || unit.arrears > 0) &&
        (filter.days === false || (unit.days !== false && unit.days <= filter.days)) &&
        (!text ||
            unit.tenant.toLowerCase().includes(text) ||
            unit.number.toLowerCase().includes(text))
    );
}

/** Sums over shops; what a tenant owes counts once, however many shops he has. */
export function summarize(units) {
    const total = { count: 0, area: 0, let: 0, letArea: 0, soon: 0, arrears: 0 };
    const owing = new Map();
    for (const unit of units) {
        const taken = !VACANT.includes(unit.state);
        total.count += 1;
        total.area += unit.area;
        total.let += taken;
        total.letArea += taken ? unit.area : 0;
        total.soon += unit.days !== false && unit.days <= SOON;
        if (unit.arrears > 0) {
            owing.set(unit.tenant_id, unit.arrears);
        }
    }
    total.arrears = [...owing.values()].reduce((sum, amount) => sum + amount, 0);
    total.occupancy = total.area ? total.letArea / total.area : 0;
    return total;
}

/** Everything known about one shop. */
export class UnitCard extends Component {
    static template = "ops_leasing.UnitCard";
    static props = { close: Function, unit: Object, facts: Array, open: Function };
}

/**
 * The drawing. It is rendered when it is laid out anew, not when a filter changes:
 * fading thousands of boxes is a matter of their classes (see ``UnitMap.paint``).
 */
export class UnitFloors extends Component {
    static template = "ops_leasing.UnitFloors";
    static props = { rows: Array };
}

/**
 * 租控图: the floors of a project as rows, its shops as boxes in proportion to their
 * rent area. One request; filters work on what is there.
 */
export class UnitMap extends Component {
    static template = "ops_leasing.UnitMap";
    static components = { Dropdown, DropdownItem, Layout, UnitFloors };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useState(useService("ui"));
        this.keepLast = new KeepLast();
        this.boardRef = useRef("board");
        this.popover = usePopover(UnitCard, {
            position: "bottom-middle",
            arrow: true,
            setActiveElement: false,
            popoverClass: "o_ops_unit_popover",
        });
        const saved = this.props.state || {};
        const params = this.props.action.params || {};
        const context = this.props.action.context || {};
        this.map = null; // plain: thousands of shops need no watching
        this.state = useState({
            property: saved.property || params.property_id || context.property_id || false,
            filter: { ...NO_FILTER, ...params.filter, ...saved.filter },
            zoom: saved.zoom || 1,
            width: 0,
            paper: false,
            focus: false,
            read: 0,
        });
        useSetupAction({
            getLocalState: () => ({
                property: this.state.property,
                filter: { ...this.state.filter, states: [...this.state.filter.states] },
                zoom: this.state.zoom,
            }),
        });
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
        useEffect(
            () => this.paint(),
            () => [this.rows, JSON.stringify(this.state.filter), this.state.focus]
        );
    }

    /** Fade what the filter leaves out; mark the shop in focus, the one tab stop. */
    paint() {
        const kept = this.kept;
        const stop = this.tabStop;
        for (const box of this.boardRef.el.querySelectorAll("g[data-unit]")) {
            const id = Number(box.dataset.unit);
            box.classList.toggle("o_ops_faded", !kept.has(id));
            box.classList.toggle("o_ops_focus", id === this.state.focus);
            box.setAttribute("tabindex", id === stop ? "0" : "-1");
        }
    }

    // --- reading

    async load() {
        const map = await this.keepLast.add(
            this.orm.call("ops.lease.unit", "unit_map", [], { property_id: this.state.property })
        );
        this.map = map;
        this.labels = Object.fromEntries(
            [...map.states, ...map.uses].map(({ id, label }) => [id, label])
        );
        this.byId = new Map(map.units.map((unit) => [unit.id, unit]));
        this.plan = null;
        this.words = null;
        this.state.property = map.property.id;
        this.state.read += 1;
    }

    setProperty(id) {
        this.popover.close();
        this.state.property = id;
        this.state.filter.building = false;
        return this.load();
    }

    measure() {
        // whole pixels, so that a scroll bar that comes and goes cannot make it dance
        const width = this.boardRef.el ? Math.floor(this.boardRef.el.clientWidth) : 0;
        if (Math.abs(width - this.state.width) > 1) {
            this.state.width = width;
        }
    }

    /** Rows of the map, top floor first, with the boxes of their shops. */
    get rows() {
        const { width, zoom, paper, read } = this.state;
        const { building } = this.state.filter;
        const key = [width, zoom, paper, read, building].join("/");
        if (this.plan?.key !== key) {
            this.plan = { key, rows: this.makeRows((paper || width) - LABEL_WIDTH - 26) };
        }
        return this.plan.rows;
    }

    makeRows(width) {
        const order = new Map(this.map.buildings.map(({ id }, index) => [id, index]));
        const wanted = this.state.filter.building;
        const floors = this.map.floors
            .filter((floor) => !wanted || floor.building_id === wanted)
            .sort(
                (a, b) =>
                    order.get(a.building_id) - order.get(b.building_id) ||
                    b.level - a.level ||
                    b.id - a.id
            );
        const onFloor = new Map(floors.map(({ id }) => [id, []]));
        for (const unit of this.map.units) {
            onFloor.get(unit.floor_id)?.push(unit);
        }
        // A2 before A10
        const collator = new Intl.Collator(undefined, { numeric: true });
        const units = floors.map(({ id }) =>
            onFloor.get(id).sort((a, b) => collator.compare(a.number, b.number))
        );
        const plan = layoutFloors(units, width, this.state.paper ? 1 : this.state.zoom);
        const names = new Map(this.map.buildings.map(({ id, name }) => [id, name]));
        return floors.map((floor, index) => ({
            ...floor,
            width,
            units: units[index],
            sum: summarize(units[index]),
            percent: this.percent(summarize(units[index]).occupancy),
            areaText: this.areaOf(summarize(units[index]).area),
            parts: partsOf({
                height: plan.floors[index].height,
                boxes: plan.floors[index].boxes.map((box) => ({
                    ...box,
                    label: this.labelOf(box.unit),
                    texts: this.textsOf(box),
                })),
            }),
            building:
                this.map.buildings.length > 1 &&
                floor.building_id !== floors[index - 1]?.building_id
                    ? names.get(floor.building_id)
                    : "",
        }));
    }

    /** Lines of writing in a box, as many as it has room for. */
    textsOf({ unit, x, y, width, height }) {
        const room = width - 9;
        const texts = [];
        const put = (kind, size, ...wordings) => {
            const text = fitWording(wordings, room, size);
            const down = 17 + texts.length * 15;
            if (text && down < height - 2) {
                texts.push({ kind, text, x: x + 5, y: y + down });
            }
        };
        if (room < 14) {
            return texts;
        }
        const { area, rent, days, arrears } = this.wordsOf(unit);
        put("number", 12.5, unit.number, unit.number.split("-").at(-1));
        if (texts.length && room > textWidth(`${unit.number} ${area}`, 12.5) + 14) {
            texts[0].area = { text: area, x: x + width - (unit.arrears > 0 ? 15 : 5), y: y + 17 };
        }
        if (unit.contract_id) {
            put("tenant", 12, unit.tenant);
            put("rent", 11, ...rent);
            put(this.endTone(unit), 11, ...days);
            if (unit.arrears > 0) {
                put("arrears", 11, arrears);
            }
        } else {
            put("tenant", 12, this.labels[unit.state]);
            if (texts.length && !texts[0].area) {
                put("rent", 11, area);
            }
        }
        return texts;
    }

    /** The words of a shop, put into them once per reading. */
    wordsOf(unit) {
        this.words ||= new Map();
        if (!this.words.has(unit.id)) {
            const leased = Boolean(unit.contract_id);
            this.words.set(unit.id, {
                area: this.areaOf(unit.area),
                rent: leased ? [this.rentOf(unit), String(Math.round(unit.rent))] : [],
                days: leased ? [this.daysOf(unit), _t("%s d", unit.days || 0)] : [],
                arrears: unit.arrears > 0 ? this.money(unit.arrears) : "",
            });
        }
        return this.words.get(unit.id);
    }

    get kept() {
        const { filter } = this.state;
        const keep = (unit) => matches(unit, filter);
        return new Set(this.shown.filter(keep).map(({ id }) => id));
    }

    get shown() {
        const { building } = this.state.filter;
        if (!building) {
            return this.map.units;
        }
        const floors = new Set(
            this.map.floors.filter((f) => f.building_id === building).map(({ id }) => id)
        );
        return this.map.units.filter((unit) => floors.has(unit.floor_id));
    }

    get filtered() {
        const { states, days, use, arrears, text } = this.state.filter;
        return states.length > 0 || days !== false || Boolean(use) || arrears || text.trim() !== "";
    }

    get total() {
        return summarize(this.shown);
    }

    get leaving() {
        return this.shown.filter((unit) => unit.leaving && unit.state !== "exiting").length;
    }

    get legend() {
        const sums = new Map();
        for (const unit of this.shown) {
            const sum = sums.get(unit.state) || { count: 0, area: 0 };
            sum.count += 1;
            sum.area += unit.area;
            sums.set(unit.state, sum);
        }
        return this.map.states.map((state) => ({
            ...state,
            ...(sums.get(state.id) || { count: 0, area: 0 }),
            on: this.state.filter.states.includes(state.id),
        }));
    }

    // --- words

    money(amount) {
        return formatCurrency(Math.round(amount), this.map.currency_id, { digits: [16, 0] });
    }

    areaOf(area) {
        return _t("%s m²", formatFloat(area, { digits: [16, area < 1000 && area % 1 ? 1 : 0] }));
    }

    rentOf(unit) {
        const digits = [16, unit.rent % 1 ? 2 : 0];
        return _t("%s/m²", formatCurrency(unit.rent, this.map.currency_id, { digits }));
    }

    daysOf(unit) {
        if (unit.days === false) {
            return "";
        }
        return unit.days < 0 ? _t("%s days over", -unit.days) : _t("%s days left", unit.days);
    }

    endTone(unit) {
        return unit.days < 0 ? "over" : unit.days <= SOON ? "soon" : "days";
    }

    percent(share) {
        return `${formatFloat(share * 100, { digits: [16, 1] })}%`;
    }

    day(value) {
        return value ? formatDate(deserializeDate(value)) : "";
    }

    foundText(found, count) {
        return _t("%(found)s of %(count)s shops", { found, count });
    }

    get printedOn() {
        return this.day(this.map.today);
    }

    /** Everything about a shop as label and value. */
    factsOf(unit) {
        const facts = [
            [_t("State"), this.labels[unit.state]],
            [_t("Rent area"), this.areaOf(unit.area)],
            [_t("Use"), this.labels[unit.use] || ""],
        ];
        if (unit.contract_id) {
            facts.push(
                [_t("Tenant"), unit.tenant],
                [_t("Lease"), unit.contract],
                [_t("Term"), `${this.day(unit.start)} – ${this.day(unit.end)}`],
                [_t("To its end"), this.daysOf(unit), this.endTone(unit)],
                [_t("Rent per m² and month"), this.rentOf(unit)],
                [_t("Tenant's arrears"), unit.arrears > 0 ? this.money(unit.arrears) : _t("none"), unit.arrears > 0 ? "arrears" : ""]
            );
            if (unit.leaving) {
                facts.push([_t("Exit"), _t("under way")]);
            }
        }
        return facts.filter(([, value]) => value);
    }

    /** What a screen reader says of a box; its card says the rest. */
    labelOf(unit) {
        const parts = [unit.number, this.labels[unit.state], unit.tenant];
        if (unit.arrears > 0) {
            parts.push(_t("in arrears"));
        }
        return parts.filter(Boolean).join(", ");
    }

    get terms() {
        return [
            { id: -1, name: _t("Lease is over") },
            { id: 30, name: _t("Ends within 30 days") },
            { id: 90, name: _t("Ends within 90 days") },
            { id: 180, name: _t("Ends within 180 days") },
            { id: 365, name: _t("Ends within a year") },
        ];
    }

    get term() {
        return this.terms.find(({ id }) => id === this.state.filter.days);
    }

    get use() {
        return this.map.uses.find(({ id }) => id === this.state.filter.use);
    }

    get building() {
        return this.map.buildings.find(({ id }) => id === this.state.filter.building);
    }

    // --- acting

    setFilter(change) {
        this.popover.close();
        Object.assign(this.state.filter, change);
    }

    toggleState(id) {
        const { states } = this.state.filter;
        this.setFilter({
            states: states.includes(id) ? states.filter((other) => other !== id) : [...states, id],
        });
    }

    clear() {
        this.setFilter({ ...NO_FILTER, states: [], building: this.state.filter.building });
    }

    zoom(direction) {
        const next = ZOOMS[ZOOMS.indexOf(this.state.zoom) + direction];
        if (next) {
            this.popover.close();
            this.state.zoom = next;
        }
    }

    canZoom(direction) {
        return Boolean(ZOOMS[ZOOMS.indexOf(this.state.zoom) + direction]);
    }

    openUnit(unit, newWindow = false) {
        this.popover.close();
        return this.openForm("ops.lease.unit", unit.id, newWindow);
    }

    openForm(model, id, newWindow = false) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
            },
            { newWindow }
        );
    }

    openList() {
        const ids = [...this.kept];
        return this.action.doAction("ops_leasing.unit_action", {
            additionalContext: { search_default_property_id: false },
            props: { domain: [["id", "in", ids]] },
        });
    }

    createProperty() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ops.lease.property",
            views: [[false, "form"]],
        });
    }

    /** Draw for the paper's width, print, draw for the screen again. */
    async print() {
        this.popover.close();
        this.state.paper = PAPER_WIDTH;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        window.print();
        this.state.paper = false;
    }

    unitAt(ev) {
        const box = ev.target.closest("[data-unit]");
        return box && { box, unit: this.byId.get(Number(box.dataset.unit)) };
    }

    onClick(ev) {
        const found = this.unitAt(ev);
        if (found) {
            this.openUnit(found.unit, ev.ctrlKey || ev.metaKey);
        }
    }

    onOver(ev) {
        clearTimeout(this.hoverTimer);
        const found = !this.ui.isSmall && this.unitAt(ev);
        if (!found) {
            this.leaveSoon();
            return;
        }
        this.hoverTimer = setTimeout(() => this.showCard(found), HOVER_DELAY);
    }

    onLeave() {
        clearTimeout(this.hoverTimer);
        this.leaveSoon();
    }

    leaveSoon() {
        // the way from the box into its card is not leaving
        this.hoverTimer = setTimeout(() => {
            if (!document.querySelector(".o_ops_unit_popover:hover")) {
                this.popover.close();
            }
        }, HOVER_DELAY);
    }

    showCard({ box, unit }) {
        if (box.isConnected) {
            this.popover.open(box, {
                unit,
                facts: this.factsOf(unit),
                open: (model, id) => {
                    this.popover.close();
                    this.openForm(model, id);
                },
            });
        }
    }

    /** Arrow keys walk from shop to shop; only one of them is a tab stop. */
    onKeydown(ev) {
        const found = this.unitAt(ev);
        if (!found) {
            return;
        }
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.openUnit(found.unit);
            return;
        }
        const kept = this.kept;
        const stops = [...this.boardRef.el.querySelectorAll("[data-unit]")].filter((el) =>
            kept.has(Number(el.dataset.unit))
        );
        const here = stops.indexOf(found.box);
        const target = {
            ArrowRight: () => stops[here + 1],
            ArrowLeft: () => stops[here - 1],
            ArrowDown: () => nearest(stops, found.box, 1),
            ArrowUp: () => nearest(stops, found.box, -1),
        }[ev.key]?.();
        if (target) {
            ev.preventDefault();
            this.focusUnit(target);
        }
    }

    focusUnit(box) {
        this.state.focus = Number(box.dataset.unit);
        box.focus();
        box.scrollIntoView({ block: "nearest", inline: "nearest" });
        this.showCard({ box, unit: this.byId.get(this.state.focus) });
    }

    /** Enter in the search field goes to the next shop found. */
    onSearchKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        const kept = [...this.boardRef.el.querySelectorAll("[data-unit]")].filter((el) =>
            this.kept.has(Number(el.dataset.unit))
        );
        const here = kept.findIndex((el) => Number(el.dataset.unit) === this.state.focus);
        const box = kept[(here + 1) % kept.length];
        if (box) {
            this.state.focus = Number(box.dataset.unit);
            box.scrollIntoView({ block: "center" });
            this.showCard({ box, unit: this.byId.get(this.state.focus) });
        }
    }

    get tabStop() {
        return this.byId.has(this.state.focus) ? this.state.focus : this.rows[0]?.units[0]?.id;
    }
}

/** The shop in the next line up or down that lies nearest. */
function nearest(stops, box, direction) {
    const at = (el) => el.getBoundingClientRect();
    const here = at(box);
    let best;
    for (const stop of stops) {
        const there = at(stop);
        const away = (there.top - here.top) * direction;
        if (away > 1) {
            const far = away * 1000 + Math.abs(there.left - here.left);
            if (!best || far < best.far) {
                best = { stop, far };
            }
        }
    }
    return best?.stop;
}

registry.category("actions").add("ops_unit_map", UnitMap);
