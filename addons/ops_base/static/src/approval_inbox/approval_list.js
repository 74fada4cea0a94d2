import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { useApprovalKeys } from "./approval_keys";

export class ApprovalListController extends ListController {
    static template = "ops_base.ApprovalListView";

    setup() {
        super.setup();
        useApprovalKeys({
            row: ".o_data_row",
            root: () => this.rootRef.el,
            focus: (row) => row.querySelector(".o_data_cell")?.focus(),
            getModel: () => this.model,
        });
    }
}

export class ApprovalKanbanController extends KanbanController {
    static template = "ops_base.ApprovalKanbanView";

    setup() {
        super.setup();
        useApprovalKeys({
            row: ".o_kanban_record:not(.o_kanban_ghost)",
            root: () => this.rootRef.el,
            focus: (card) => card.focus(),
            getModel: () => this.model,
        });
    }
}

registry.category("views").add("ops_approval_list", {
    ...listView,
    Controller: ApprovalListController,
});
registry.category("views").add("ops_approval_kanban", {
    ...kanbanView,
    Controller: ApprovalKanbanController,
});
