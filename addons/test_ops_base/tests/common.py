from odoo.tests import TransactionCase, new_test_user


class FlowCase(TransactionCase):
    """People of the kernel's tests and a way to make papers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the day of the person is the day of the tests, at every hour
        cls.env.user.tz = "UTC"
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=True,
                mail_create_nolog=True,
                no_reset_password=True,
            )
        )
        cls.clerk = new_test_user(cls.env, "clerk", groups="ops_base.group_user")
        cls.counsel = new_test_user(cls.env, "counsel", groups="ops_base.group_legal")
        cls.director = new_test_user(cls.env, "director", groups="ops_base.group_gm")
        cls.outsider = new_test_user(cls.env, "outsider", groups="base.group_user")

    def jobs(self, count=1, user=None, **values):
        """``count`` jobs of the clerk, each with one ticked line."""
        values = {
            "title": "Roof",
            "line_ids": [(0, 0, {"name": "tile", "ticked": True})],
            **values,
        }
        return (
            self.env["test.ops.job"]
            .with_user(user or self.clerk)
            .create([dict(values) for _i in range(count)])
        )
