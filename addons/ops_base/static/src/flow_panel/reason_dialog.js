import { Component, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks why, and goes on only with an answer. */
export class ReasonDialog extends Component {
    static template = "ops_base.ReasonDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        title: String,
        label: { type: String, optional: true },
        optional: { type: Boolean, optional: true },
        confirm: Function,
    };

    setup() {
        this.state = useState({ reason: "", busy: false });
        useAutofocus({ refName: "reason" });
    }

    get ready() {
        return !this.state.busy && (this.props.optional || this.state.reason.trim());
    }

    async onConfirm() {
        if (!this.ready) {
            return;
        }
        this.state.busy = true;
        this.props.close();
        await this.props.confirm(this.state.reason.trim());
    }

    /** Ctrl+Enter confirms; where nothing need be said, plain Enter does. */
    onKeydown(ev) {
        const confirms = ev.ctrlKey || ev.metaKey || (this.props.optional && !ev.shiftKey);
        // Enter that ends the choice of a Chinese character is none
        if (ev.key === "Enter" && confirms && !ev.isComposing) {
            ev.preventDefault();
            this.onConfirm();
        }
    }
}
