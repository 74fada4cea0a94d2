"""What the demonstration worlds of all addons have in common."""

import random
from contextlib import nullcontext

from odoo.fields import Command

from .past import CHINA, Past


class World:
    """People by post in a company, whose steps are put into the past.

    :param env: environment of a superuser
    :param seed: the same seed and sizes make the same world
    :param company: company to use; a new one when empty
    :param prefix: before every login, so that several worlds fit in a database
    :param story: give papers their dates in the past
    """

    light = False

    def __init__(self, env, seed=1, *, company=None, prefix="", story=True):
        self.env = env(
            context={
                **env.context,
                "lang": "zh_CN" if env["res.lang"]._get_data(code="zh_CN") else "en_US",
                "tz": "Asia/Shanghai",
                "tracking_disable": True,
                "mail_create_nosubscribe": True,
                "mail_notify_force_send": False,
                "no_reset_password": True,
            }
        )
        self.random = random.Random(seed)
        self.prefix, self.company, self.story = prefix, company, story
        self.people = {}

    def begin(self, models=()):
        """From here on moments can be put into the past.

        :param models: names of models that remember when something happened, besides
            those of the kernel and the books
        """
        self.past = Past(self.env, models)
        self.today = (self.past.since + CHINA).date()

    def create_users(self, posts, company):
        """``[(login, name, role)]``: users whose password is the login."""
        return self.env["res.users"].create(
            [
                {
                    "name": name,
                    "login": f"{self.prefix}{login}",
                    **({} if self.light else {"password": f"{self.prefix}{login}"}),
                    "lang": self.env.context["lang"],
                    "tz": "Asia/Shanghai",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "role_line_ids": [
                        Command.create({"role_id": self.env.ref(role).id}),
                    ],
                }
                for login, name, role in posts
            ]
        )

    def by(self, post, records):
        """``records`` in the hands of the person of that post."""
        return records.with_env(self.env).with_user(self.people[post])

    def at(self, days, hour=None):
        """What is done inside was done so many days ago."""
        if not self.story:
            return nullcontext()
        hour = hour or self.random.choice((9, 10, 11, 14, 15, 16, 17))
        return self.past.at(self.past.moment(days, hour))

    def requests(self, papers):
        """The approvals these papers wait for."""
        return self.env["ops.approval.request"].search(
            [
                ("res_model", "=", papers._name),
                ("res_id", "in", papers.ids),
                ("state", "=", "pending"),
            ]
        )

    def agree(self, papers, post, opinion=""):
        """The person of that post agrees to all papers that wait for him."""
        self.by(post, self.requests(papers)).agree(opinion)
