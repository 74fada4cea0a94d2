import logging
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .approval_common import ApprovalCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "is_query_count")
class TestApprovalQueries(ApprovalCase):
    """Law 3: 1 and 100 papers cost the same number of queries."""

    def cost(self, call, *arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call(*arguments)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def flat(self, what, call, sets):
        """``call`` on one paper and on a hundred; the first call warms up.

        The ORM writes at most a hundred rows by one statement; a paper with several
        signers has more rows than that. This limit is lifted, nothing else is. Each
        act has its own minute: moments of the same second would be equal, and what is
        equal is not written.
        """
        limit = 10_000
        self.moment += timedelta(minutes=1)
        with (
            patch("odoo.orm.models.INSERT_BATCH_SIZE", limit),
            patch("odoo.orm.models.UPDATE_BATCH_SIZE", limit),
            patch.object(fields.Datetime, "now", return_value=self.moment),
        ):
            _warm, one, many = (self.cost(call, papers) for papers in sets)
        self.report[what] = (one, many)

    def test_flat(self):
        """Law 3: start, panel, preview, inbox, every verb, outcome."""
        self.report, self.moment = {}, fields.Datetime.now()
        self.route(
            self.step(
                self.ann, self.bob, mode="all", copy_user_ids=[(6, 0, self.dan.ids)]
            ),
            self.step(self.bob),
            self.step(self.cid, days=1),
        )
        sets = [self.papers(count, submit=False) for count in (1, 1, 100)]
        self.flat("preview", lambda papers: papers.flow_panel(), sets)
        self.flat("start", lambda papers: papers.action_submit(), sets)
        self.flat("panel", lambda papers: papers.flow_panel(), sets)
        names = [
            *("name", "fact", "partner", "amount", "requester_id", "node_id", "state"),
            *("waiting_since", "waiting_for", "deadline", "is_late", "my_verbs"),
        ]
        as_user = self.request
        acts = [
            ("inbox list", self.ann, lambda r: r.web_read({n: {} for n in names})),
            ("agree", self.ann, lambda r: r.agree()),
            ("take back", self.ann, lambda r: r.withdraw()),
            ("add signers", self.ann, lambda r: r.add_signers(self.dan.ids)),
            ("drop signer", self.ann, lambda r: r.drop_signer(self.dan.id)),
            ("agree again", self.ann, lambda r: r.agree("fine")),
            ("transfer", self.bob, lambda r: r.transfer(self.dan.id)),
            ("pass a step", self.dan, lambda r: r.agree()),
            ("pass the next", self.bob, lambda r: r.agree()),
            ("send to a step", self.cid, lambda r: r.send_back("hm", to="previous")),
            ("urge", self.clerk, lambda r: r.urge()),
            ("comment", self.clerk, lambda r: r.comment("hm")),
            ("agree once more", self.bob, lambda r: r.agree()),
            ("send back", self.cid, lambda r: r.send_back("no")),
        ]
        for what, user, call in acts:
            self.flat(what, lambda p, c=call, u=user: c(as_user(p, u)), sets)
        self.flat("resubmit", lambda papers: papers.action_submit(), sets)
        self.flat("approve", lambda p: as_user(p, self.cid).agree(), sets)
        self.flat("restart", lambda papers: papers.write({"amount": 7}), sets)
        self.flat("withdraw", lambda p: as_user(p, self.clerk).withdraw(), sets)
        self.flat("start anew", lambda papers: papers.action_submit(), sets)
        self.flat("refuse", lambda p: as_user(p, self.ann).refuse("no"), sets)
        self.flat(
            "counts", lambda p: self.Request.with_user(self.ann).inbox_counts(), sets
        )
        self.flat("signatures", lambda p: self.Request._signatures(p), sets)
        uneven = {k: v for k, v in self.report.items() if v[0] != v[1]}
        self.assertEqual(uneven, {}, self.report)
        _logger.info("queries for 1 and for 100 papers: %s", self.report)
