"""How often gates ask the database (law 3)."""


class FlatGates:
    """Beside one of the cases of purchasing: compares few papers with many."""

    def check_gates_flat(self, *sets, post):
        """Each gate of these papers asks as often for all of a set as for two of it.

        :param sets: at least four papers of one model each
        :param post: of whom the gates are asked
        :return: how many gates were asked
        """
        asked = 0
        for papers in sets:
            for gate in sorted(self._gate_names(papers)):
                with self.subTest(model=papers._name, gate=gate):
                    self._gate_queries(papers, gate, post)
                    few = self._gate_queries(papers[:2], gate, post)
                    self.assertEqual(few, self._gate_queries(papers, gate, post))
                asked += 1
        return asked

    def _gate_names(self, papers):
        """Gates of all guards and steps of a model."""
        guards = papers._guards_all() if hasattr(papers, "_guards_all") else ()
        flow = getattr(papers, "_flow", None)
        return {
            gate
            for rule in (*guards, *(flow.steps if flow else ()))
            for gate in rule.gates
        }

    def _gate_queries(self, papers, gate, post):
        """Queries of one gate for these papers, nothing being known of them."""
        self.assertGreater(len(papers), 1)
        self.env.flush_all()
        self.env.invalidate_all()
        papers = papers.with_user(self.people[post]).sudo().browse(papers.ids)
        before = self.env.cr.sql_log_count
        list(getattr(papers, f"_gate_{gate}")())
        return self.env.cr.sql_log_count - before
