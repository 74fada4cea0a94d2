import { Component, onWillStart, useState } from "@odoo/owl";

import { formatCurrency } from "@web/core/currency";
import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { compact, Picture } from "../picture/picture";

/** 收入与开票对照 of one lease: a picture over its months and the table under it. */
export class LeaseRevenue extends Component {
    static template = "ops_leasing.LeaseRevenue";
    static components = { Picture };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        onWillStart(async () => {
            const id = this.props.record.resId;
            this.state.data = id
                ? await this.orm.call("ops.lease.contract", "revenue_picture", [[id]])
                : { rows: [], total: {} };
        });
    }

    get title() {
        return _t("Revenue by month");
    }

    get columns() {
        return [
            ["earned", _t("Earned")],
            ["charged", _t("Charged by the lease")],
            ["accrued", _t("Accrued so far")],
            ["billed", _t("Billed for the month")],
            ["booked", _t("Billed in the month")],
            ["booked_tax", _t("VAT on bills")],
            ["fapiao", _t("On fapiao, without VAT")],
            ["fapiao_tax", _t("VAT on fapiao")],
        ];
    }

    get series() {
        const { rows } = this.state.data;
        const of = (name, key, tone) => ({ name, tone, values: rows.map((row) => row[key]) });
        return [
            of(_t("Earned"), "earned", "green"),
            of(_t("Charged by the lease"), "charged", "grey"),
            of(_t("Billed in the month"), "booked", "blue"),
            of(_t("On fapiao, without VAT"), "fapiao", "violet"),
        ];
    }

    get labels() {
        return this.state.data.rows.map(({ month }) => month.slice(0, 7));
    }

    get today() {
        return this.labels.indexOf(this.state.data.today.slice(0, 7));
    }

    money(amount) {
        return formatCurrency(amount || 0, this.state.data.currency_id);
    }

    figure(amount) {
        return amount ? formatFloat(amount, { digits: [16, 2] }) : "–";
    }

    short(amount) {
        return compact(amount);
    }

    open() {
        return this.action.doActionButton({
            type: "object",
            name: "action_open_revenue",
            resModel: "ops.lease.contract",
            resId: this.props.record.resId,
            resIds: [this.props.record.resId],
            context: this.props.record.context,
        });
    }
}

registry.category("view_widgets").add("ops_lease_revenue", { component: LeaseRevenue });
