import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { ReasonDialog } from "../flow_panel/reason_dialog";

/**
 * The keyboard of the approval inbox: `j` next, `k` previous, `a` agree, `r` send back;
 * Enter opens, as everywhere. What is ticked is decided together, else the paper the
 * cursor stands on.
 *
 * @param {Object} params
 * @param {string} params.row selector of one paper
 * @param {() => HTMLElement} params.root
 * @param {(row: HTMLElement) => void} params.focus
 * @param {() => Object} params.getModel relational model of the view
 */
export function useApprovalKeys({ row, root, focus, getModel }) {
    const orm = useService("orm");
    const action = useService("action");
    const dialog = useService("dialog");
    const notification = useService("notification");

    const rows = () => [...(root()?.querySelectorAll(row) || [])];
    const current = () => document.activeElement?.closest(row);

    function move(step) {
        const all = rows();
        const index = all.indexOf(current());
        const next = index < 0 ? all[step > 0 ? 0 : all.length - 1] : all[index + step];
        if (next) {
            focus(next);
            next.scrollIntoView({ block: "nearest" });
        }
    }

    /** Records the next verb is about. */
    function targets() {
        const list = getModel().root;
        if (list.selection?.length) {
            return list.selection;
        }
        const id = current()?.dataset.id;
        const records = list.records || [];
        return records.filter((record) => record.id === id);
    }

    /** The rows are requests themselves or point to one. */
    function requestIds(records) {
        const ids = records.map((record) =>
            record.resModel === "ops.approval.request"
                ? record.resId
                : record.data.request_id?.id
        );
        return [...new Set(ids.filter(Boolean))];
    }

    /** Go on with the papers to decide, or say how to choose one. */
    function withPapers(callback) {
        const ids = requestIds(targets());
        if (ids.length) {
            return callback(ids);
        }
        notification.add(_t("Choose a paper first: j and k move the cursor."), {
            type: "info",
        });
    }

    const agree = () =>
        withPapers((ids) =>
            dialog.add(ReasonDialog, {
                title: ids.length === 1 ? _t("Agree") : _t("Agree (%s papers)", ids.length),
                label: _t("Opinion (optional)"),
                optional: true,
                confirm: async (opinion) => {
                    try {
                        await orm.call("ops.approval.request", "agree", [ids], { opinion });
                    } finally {
                        await getModel().load();
                    }
                },
            })
        );

    /** The dialog of the verb asks for the opinion and the step it goes back to. */
    const sendBack = () =>
        withPapers(async (ids) =>
            action.doAction(
                await orm.call("ops.approval.request", "action_act", [ids], {
                    context: { ...user.context, verb: "send_back" },
                }),
                { onClose: () => getModel().load() }
            )
        );

    useHotkey("j", () => move(1), { allowRepeat: true });
    useHotkey("k", () => move(-1), { allowRepeat: true });
    useHotkey("a", agree);
    useHotkey("r", sendBack);
}
