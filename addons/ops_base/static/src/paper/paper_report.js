import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { download } from "@web/core/network/download";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Papers need no wkhtmltopdf: download them without asking for its state, which would
 * show the form as a web page where that program is missing.
 *
 * @param {Object} action the report action
 * @param {Object} options options of doAction (closing is the action service's part)
 * @param {Object} env
 * @returns {Promise<boolean>} whether the report was a paper
 */
export async function downloadPaper(action, options, env) {
    if (!action.ops_paper || action.report_type !== "qweb-pdf") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf", user.context), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("ops_paper", downloadPaper);
