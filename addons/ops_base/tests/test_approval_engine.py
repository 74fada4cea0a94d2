import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_base.approval import engine
from odoo.addons.ops_base.approval.state import replay
from odoo.tests import BaseCase, tagged

from .approval_walk import EVERYBODY, PEOPLE, Walk, route

EXAMPLES = int(os.environ.get("OPS_EXAMPLES", "400"))

people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True)
modes = st.sampled_from(["in_order", "all", "any", "unanimous", "votes"])


@st.composite
def nodes(draw):
    seats = draw(people)
    votes = draw(st.integers(1, len(seats)))
    return draw(modes), seats, votes, draw(st.sampled_from(["stop", "wait"]))


requests = st.builds(
    route,
    st.lists(nodes(), min_size=1, max_size=4),
    resubmit=st.sampled_from(["continue", "restart"]),
    skip_same=st.booleans(),
    can_refuse=st.booleans(),
    withdraw_late=st.booleans(),
)

# who: somebody whose turn it is more often than not, so that walks get somewhere
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["agree"] * 8
            + ["send_back"] * 3
            + ["add_signers"] * 3
            + ["refuse", "withdraw", "take_back", "take_back", "drop_signer"]
            + ["drop_signer", "transfer", "transfer", "urge", "comment", "deputy"]
            + ["deputy", "resubmit", "supersede"]
        ),
        st.integers(0, 99),  # whose turn, or anybody at all
        st.sampled_from(EVERYBODY),
        st.sampled_from(EVERYBODY),
        st.sampled_from(["before", "after"]),
        st.sampled_from(["initiator", "previous", 0, 1]),
        st.sampled_from(["because", ""]),
    ),
    min_size=4,
    max_size=40,
)


def play(walk, verb, chance, user, other, when, place, opinion):
    """One drawn verb."""
    turn = walk.request.pending()
    if turn and chance < 80:
        signer = turn[chance % len(turn)]
        user = signer.deputy if signer.deputy and chance % 2 else signer.user
    if verb == "deputy":
        walk.deputies = {**walk.deputies, user: (other,) if chance % 3 else ()}
        return walk.play("refresh_deputies", 0)
    if verb == "supersede" and chance % 10:
        return False
    if verb == "resubmit" or (verb in ("withdraw", "urge") and chance % 2):
        user = walk.request.requester
    arguments = {
        "send_back": (place,),
        "add_signers": ([other], when),
        "drop_signer": (other,),
        "transfer": (other,),
    }
    return walk.play(verb, user, *arguments.get(verb, ()), opinion=opinion)


@tagged("post_install", "-at_install")
class TestApprovalEngine(BaseCase):
    """C-10 … C-18, C-22, C-27: random routes, random verbs, what must always hold."""

    def walk(self, request, drawn):
        walk = Walk(request)
        self.assertTrue(walk.play("start", request.requester))
        yield walk
        for step in drawn:
            play(walk, *step)
            yield walk

    def hypothesis(self, *strategies):
        """Decorator: many random examples, same ones on every run of a build."""
        return lambda check: settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )(given(*strategies)(check))()

    def test_passes_only_with_the_demanded_agreements(self):
        """C-16, C-17: no paper passes without what its route demands (oracle)."""
        seen = {"agreed": 0, "returned": 0, "refused": 0, "withdrawn": 0}

        @self.hypothesis(requests, steps)
        def check(request, drawn):
            for walk in self.walk(request, drawn):
                state = walk.request.state
                kinds = [event.kind for event in walk.events]
                if state != "superseded":
                    self.assertEqual(state == "agreed", "passed" in kinds, kinds)
            if state in seen:
                seen[state] += 1
            walk.finish()

        for state, count in seen.items():
            self.assertTrue(count, f"no random walk ended {state}: {seen}")

    def test_never_stuck(self):
        """C-16, C-27: a pending paper always has somebody who can act, and an end."""

        @self.hypothesis(requests, steps)
        def check(request, drawn):
            for walk in self.walk(request, drawn):
                if walk.request.state != "pending":
                    for signer in walk.request.active():
                        self.assertNotIn(signer.state, ("open", "waiting"))
                else:
                    turn = walk.request.pending()
                    self.assertTrue(turn, "pending, and nobody's turn")
                    for signer in turn:
                        for user in {signer.user, signer.deputy or signer.user}:
                            may = engine.verbs(walk.request, walk.act(user))
                            lapsed = user not in walk.deputies.get(signer.user, ())
                            if user == signer.user or not lapsed:
                                self.assertIn("agree", may)
            walk.finish()

    def test_timeline_tells_the_truth(self):
        """C-25: the timeline replayed, without any rule, gives the same state."""

        @self.hypothesis(requests, steps)
        def check(request, drawn):
            for walk in self.walk(request, drawn):
                self.assertEqual(replay(request, walk.events), walk.request)
            for signer in walk.request.signers.values():
                if signer.state in ("agreed", "returned", "refused"):
                    said = [
                        (event.actor, event.opinion, event.at)
                        for event in walk.events
                        if event.signer == signer.key
                        and event.kind in ("agree", "send_back", "refuse")
                    ]
                    self.assertIn((signer.actor, signer.opinion, signer.at), said)

    def test_offered_verbs_are_the_possible_ones(self):
        """C-10: a verb shown to somebody works, a verb not shown is refused."""

        @self.hypothesis(requests, steps)
        def check(request, drawn):
            *_, walk = self.walk(request, drawn)
            for user in EVERYBODY:
                self.check_offered(walk, user)

    def check_offered(self, walk, user):
        request, act = walk.request, walk.act(user, opinion="because")
        may = engine.verbs(request, act)
        places = ["initiator", "previous"]
        tries = {
            "agree": [(engine.agree,)],
            "send_back": [(engine.send_back, place) for place in places],
            "refuse": [(engine.refuse,)],
            "transfer": [(engine.transfer, to) for to in (*EVERYBODY, 99)],
            "add_signers": [(engine.add_signers, [99])],
            "drop_signer": [(engine.drop_signer, other) for other in EVERYBODY],
            "withdraw": [(engine.withdraw,), (engine.take_back, walk.events)],
        }
        for verb, calls in tries.items():
            worked = False
            for call, *arguments in calls:
                try:
                    call(request, act, *arguments)
                    worked = True
                except engine.Refusal:
                    continue
            self.assertEqual(worked, verb in may, (verb, user, request))

    def test_persons_sign_once_per_node(self):
        """C-14, C-15: nobody has two places in a node, deputies included."""

        @self.hypothesis(requests, steps)
        def check(request, drawn):
            for walk in self.walk(request, drawn):
                for index in range(len(walk.request.nodes)):
                    asked = [signer.user for signer in walk.request.active(index)]
                    self.assertEqual(len(asked), len(set(asked)))
                turn = walk.request.pending()
                acting = [signer.deputy or signer.user for signer in turn]
                self.assertEqual(len(acting), len(set(acting)))

    def test_what_followed_from_an_agreement_is_asked_again(self):
        """C-12, C-22: a step skipped for an agreement does not outlive it."""
        walk = Walk(route([("all", [user], 0, "stop") for user in (3, 3, 4)]))
        walk.play("start", 1)
        walk.play("agree", 3)
        self.assertEqual([s.user for s in walk.request.pending()], [4])
        walk.play("send_back", 4, 0, opinion="again")
        walk.play("transfer", 3, 5)
        walk.play("agree", 5)
        self.assertEqual([s.user for s in walk.request.pending()], [3])

    def test_taken_back_only_before_the_next_act(self):
        """C-18: taking a signer off is an act, too."""
        walk = Walk(route([("all", [3, 4], 0, "stop")]))
        walk.play("start", 1)
        walk.play("add_signers", 3, [5], "before")
        walk.play("agree", 4)
        self.assertEqual(walk.request.undo, 4)
        self.assertTrue(walk.play("drop_signer", 3, 5))
        self.assertFalse(walk.play("take_back", 4))

    def test_a_lapsed_deputy_signs_nothing(self):
        """C-14: at the very moment the period ends, before anybody tidies up."""
        walk = Walk(route([("all", [3], 0, "stop")]))
        walk.deputies = {3: (5,)}
        walk.play("start", 1)
        self.assertEqual([s.deputy for s in walk.request.pending()], [5])
        walk.deputies = {}
        self.assertFalse(walk.play("agree", 5))
        self.assertTrue(walk.play("agree", 3))
