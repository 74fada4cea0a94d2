"""What the tests of the laws share: the built world, its server, its people."""

from servers import sql

from .actors import Paper, enters
from .channels import Refused

#: Who has every right but the kernel's: all attacks are tried as these, the first
#: of each kind as everybody else.
POWERFUL = ("admin", "everything")
#: One of each kind: administrator, all roles, no role, outside, unknown.
FEW = (*POWERFUL, "employee", "portal", "public", "there")
PUBLIC = {"name": "公众", "login": None}


class Laws:
    """The built world, its server, and who can speak in it."""

    def __init__(self, server, world):
        self.server, self.world = server, world
        self.people = {**world["people"], "public": PUBLIC}
        self.flows = world["flows"]
        self._known = {}

    def person(self, name, channel):
        """The person of that name on that channel."""
        if (name, channel) not in self._known:
            someone = self.people[name]
            self._known[name, channel] = enters(self.server, someone, channel)
        return self._known[name, channel]

    def everybody(self, channel, few_on=None):
        """All people who can use the channel: portal users get no API key. The
        author and the signer have the rights of `everything`.

        :param few_on: channel on which those suffice who differ in kind
        """
        for name in self.people:
            if name in ("author", "signer"):
                continue
            if channel == few_on and name not in FEW:
                continue
            if not (channel == "json2" and name == "portal"):
                yield name, self.person(name, channel)

    def stands_for_others(self, role, model):
        """Whether this person is the first of his kind for the model: those with the
        same rights in it are refused the same."""
        kinds = self.world["kinds"][model]
        if role in FEW or role not in kinds:
            return True
        others = [n for n in kinds if n not in (*FEW, "author", "signer")]
        return role == next(n for n in others if kinds[n] == kinds[role])

    def papers(self, role):
        """`(model, state it stands in, Paper)` of this company on which the person
        tries his luck."""
        for model, standing in self.world["papers"]["here"].items():
            if self.stands_for_others(role, model):
                for state, id_ in standing.items():
                    yield model, state, Paper(model, id_)

    def tried(self, role):
        """`(model, declaration)` of the flows that have papers, for this person; that
        all have is a test of its own."""
        for model in self.world["papers"]["here"]:
            if self.stands_for_others(role, model):
                yield model, self.flows[model]

    def paper(self, model, state, place="here"):
        return Paper(model, self.world["papers"][place][model][state])

    def standing(self):
        """`{(model, id): state, number …}` straight from the tables."""
        found = {}
        for model, flow in self.flows.items():
            table = model.replace(".", "_")
            names = ", ".join(["state", "name", *flow["columns"]])
            rows = sql(self.server.database, f"select id, {names} from {table}")
            found.update({(model, row[0]): row[1:] for row in rows})
        return found

    def fingerprint(self):
        """`{table: hash}` over everything a stranger must not change."""
        return {
            table: sql(
                self.server.database,
                f"select count(*), md5(string_agg(t::text, '|' order by t::text))"
                f' from "{table}" t',
            )[0]
            for table in self.world["tables"]
        }


def refused(person, model, method, ids=None, **named):
    """Whether the server refuses the call (and does not merely fail)."""
    try:
        person.channel.call(model, method, ids, **named)
    except Refused:
        return True
    return False
