import { registry } from "@web/core/registry";
import { WarningDialog, odooExceptionTitleMap } from "@web/core/errors/error_dialogs";

// The client looks dialogs up by the exact name of an exception: without these lines a
// step that is refused would look like a fault of the server, its reasons hidden.
const REFUSAL = "odoo.addons.ops_base.models.guard_mixin.FlowRefused";

odooExceptionTitleMap.set(
    REFUSAL,
    odooExceptionTitleMap.get("odoo.exceptions.UserError")
);
registry.category("error_dialogs").add(REFUSAL, WarningDialog);
