"""At “Place orders” of the flow chart stand the requests of which something is still to
be ordered; a step that somebody has redrawn stays as it is."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    node = env.ref("ops_purchase.node_request_approved", raise_if_not_found=False)
    if node and (node.states, node.domain) == ("approved,in_progress", "[]"):
        node.domain = "[('line_ids.open_qty', '>', 0)]"
