import { Component, onWillStart, useState } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, formatDate, serializeDate } from "@web/core/l10n/dates";
import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { compact, Picture } from "../picture/picture";

/** 租赁总览: what a director wants to know, every figure a door to the list behind it. */
export class LeasingOverview extends Component {
    static template = "ops_leasing.Overview";
    static components = { Dropdown, DropdownItem, Layout, Picture };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ data: null, chosen: this.props.state?.chosen || [] });
        useSetupAction({ getLocalState: () => ({ chosen: [...this.state.chosen] }) });
        onWillStart(() => this.load());
    }

    async load() {
        const data = await this.keepLast.add(
            this.orm.call("ops.lease.property", "leasing_overview", [], {
                property_ids: [...this.state.chosen],
            })
        );
        this.state.chosen = data.chosen;
        this.state.data = data;
    }

    toggle(id) {
        const { chosen } = this.state;
        this.state.chosen = chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id];
        return this.load();
    }

    all() {
        this.state.chosen = [];
        return this.load();
    }

    get chosenText() {
        const { chosen, data } = this.state;
        const names = data.choices.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
        return names.length ? names.join(", ") : _t("All projects");
    }

    // --- figures

    get tiles() {
        const { shops, occupancy, collection, arrears, ending } = this.state.data;
        const rate = (c) => (c && c.due ? c.collected / c.due : null);
        const [last, now] = collection.slice(-2).map(rate);
        const owed = arrears.reduce((sum, { amount }) => sum + amount, 0);
        const [before, present] = occupancy.slice(-2);
        const long = arrears.at(-1).amount;
        return [
            {
                id: "occupancy",
                name: _t("Occupancy"),
                value: this.percent(present ?? 0),
                note: before == null ? "" : _t("last month %s", this.percent(before)),
                more: _t("%(let)s of %(count)s shops signed", { let: shops.let, count: shops.count }),
                open: () => this.openMonth("ops_leasing.occupancy_report_action", this.state.data.months.length - 1, ["list", "pivot"]),
            },
            {
                id: "collection",
                name: _t("Collection rate this month"),
                value: now === null ? "–" : this.percent(now),
                note: last === null ? "" : _t("last month %s", this.percent(last)),
                more: now === null ? _t("nothing due yet") : "",
                open: () => this.openMonth("ops_leasing.collection_report_action", this.state.data.months.length - 1),
            },
            {
                id: "arrears",
                name: _t("Arrears"),
                value: this.money(owed),
                tone: owed > 0 ? "late" : "",
                note: long > 0 ? _t("more than 90 days %s", this.money(long)) : "",
                open: () => this.open("ops_leasing.ageing_action", [["bucket", "not in", ["credit", "current"]]]),
            },
            {
                id: "rent",
                name: _t("Rent per m² and month"),
                value: shops.let_area ? this.money(shops.rent / shops.let_area, 2) : "–",
                note: _t("%s per month", this.money(shops.rent)),
                open: () => this.open("ops_leasing.rent_report_action"),
            },
            ...[90, 180].map((days) => ({
                id: `ends${days}`,
                name: _t("Ends within %s days", days),
                value: _t("%s shops", ending[days].count),
                tone: ending[days].count ? "soon" : "",
                note: shops.rent ? _t("%s of the rent", this.percent(ending[days].rent / shops.rent)) : "",
                more: this.area(ending[days].area),
                open: () =>
                    this.open("ops_leasing.expiry_action", [
                        ["lease_end", "!=", false],
                        ["lease_end", "<=", this.after(days)],
                    ]),
            })),
        ];
    }

    get monthLabels() {
        return this.state.data.months.map((m) => (m.slice(5, 7) === "01" ? m.slice(0, 7) : String(Number(m.slice(5, 7)))));
    }

    get monthNames() {
        return this.state.data.months.map((m) => m.slice(0, 7));
    }

    get pictures() {
        const { data } = this.state;
        const money = { format: (v) => this.money(v), short: (v) => this.short(v) };
        const months = { labels: this.monthLabels, names: this.monthNames };
        return [
            {
                id: "occupancy",
                title: _t("Occupancy by month"),
                kind: "line",
                top: 1,
                ...months,
                series: [{ name: _t("Occupancy"), tone: "blue", values: data.occupancy.map((v) => v ?? null) }],
                format: (v) => this.percent(v),
                short: (v) => `${Math.round(v * 100)}%`,
                pick: (i) => this.openMonth("ops_leasing.occupancy_report_action", i, ["pivot", "list"]),
                empty: !data.shops.count,
            },
            {
                id: "collection",
                title: _t("Due and collected by month"),
                ...months,
                series: [
                    { name: _t("Due in the month"), tone: "blue", values: data.collection.map((c) => c.due) },
                    { name: _t("Collected until today"), tone: "green", values: data.collection.map((c) => c.collected) },
                ],
                ...money,
                pick: (i) => this.openMonth("ops_leasing.collection_report_action", i, ["list", "pivot"]),
                empty: !data.collection.some((c) => c.due),
            },
            {
                id: "years",
                title: _t("Rent of the leases that end, by year"),
                labels: data.years.map(({ year }) => String(year)),
                series: [{ name: _t("Rent per month"), tone: "violet", values: data.years.map(({ rent }) => rent) }],
                ...money,
                pick: (i) => this.openYear(i),
                empty: !data.years.length,
            },
            {
                id: "arrears",
                title: _t("Arrears by age"),
                labels: data.arrears.map(({ label }) => label),
                series: [{ name: _t("Owed"), tone: "red", values: data.arrears.map(({ amount }) => amount) }],
                ...money,
                pick: (i) => this.open("ops_leasing.ageing_action", [["bucket", "=", data.arrears[i].id]]),
                empty: !data.arrears.some(({ amount }) => amount),
            },
        ];
    }

    // --- doors

    /** The action over the chosen projects, narrowed by a domain. */
    async open(xmlid, domain = [], views = false) {
        const action = await this.action.loadAction(xmlid);
        const own = this.state.chosen.length ? [["property_id", "in", this.state.chosen]] : [];
        const wanted = views
            ? views.map((kind) => action.views.find(([, k]) => k === kind) || [false, kind])
            : action.views;
        return this.action.doAction({
            ...action,
            views: wanted,
            domain: [...own, ...domain],
            context: {},
        });
    }

    openMonth(xmlid, index, views) {
        const month = this.state.data.months[index];
        return this.open(xmlid, [["month", "=", month]], views);
    }

    openYear(index) {
        const { years } = this.state.data;
        const { year } = years[index];
        const domain = [["lease_end", "<=", `${year}-12-31`], ["lease_end", "!=", false]];
        if (index) {
            // what is over but stays on stands in the first year
            domain.push(["lease_end", ">=", `${year}-01-01`]);
        }
        return this.open("ops_leasing.expiry_action", domain);
    }

    start() {
        return this.action.doAction("ops_leasing.property_action");
    }

    // --- words

    after(days) {
        return serializeDate(deserializeDate(this.state.data.today).plus({ days }));
    }

    money(amount, digits = 0) {
        return formatCurrency(amount, this.state.data.currency_id, { digits: [16, digits] });
    }

    percent(share) {
        return `${formatFloat(share * 100, { digits: [16, 1] })}%`;
    }

    area(area) {
        return _t("%s m²", formatFloat(area, { digits: [16, 0] }));
    }

    short(amount) {
        return compact(amount);
    }

    get foot() {
        const day = formatDate(deserializeDate(this.state.data.today));
        return _t(
            "As of %s. The occupancy of a month weighs each day and m²; collected is what came in until today of what was due in the month. Deposits are left out.",
            day
        );
    }
}

registry.category("actions").add("ops_leasing_overview", LeasingOverview);
