"""Checklists: who ticks off, with what, and who sees them."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestChecklist(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["ops.checklist.template"].create(
            {
                "name": "Before opening",
                "code": "opening",
                "line_ids": [
                    (
                        0,
                        0,
                        {"name": "Fire licence", "user_id": cls.clerk.id, "days": 3},
                    ),
                    (
                        0,
                        0,
                        {
                            "name": "Photo of the front",
                            "group_id": cls.env.ref("ops_base.group_gm").id,
                            "evidence_required": True,
                        },
                    ),
                    (0, 0, {"name": "Flowers", "required": False}),
                ],
            }
        )

    def item(self, count=1):
        items = self.env["test.ops.item"].with_user(self.clerk)
        return items.create([{"name": f"shop {i}"} for i in range(count)])

    def lines(self, item=None):
        item = item or self.item()
        checklist = item._checklist_start("opening")
        return checklist.with_user(self.clerk).line_ids

    def blockers(self, item):
        return [b.message for b in item._gate_checklist_done()]

    def test_template_makes_points(self):
        """LE-13: points with owner, due date and evidence come from the template, and
        starting twice makes one checklist."""
        item = self.item()
        lines = self.lines(item)
        self.assertEqual(lines.mapped("name"), self.template.line_ids.mapped("name"))
        self.assertEqual(lines[0].user_id, self.clerk)
        self.assertEqual((lines[0].date_due - lines.checklist_id.date).days, 3)
        self.assertEqual(item._checklist_start("opening"), lines.checklist_id)
        with self.assertRaises(ValueError):
            item._checklist_start("unknown")

    def test_gate_until_done(self):
        """RE-45: the step is refused while a required point is open, naming its owner,
        and free afterwards; the optional point does not hold it."""
        item = self.item()
        licence, photo, _flowers = self.lines(item)
        found = list(item._gate_checklist_done())
        self.assertEqual(
            [b.message for b in found],
            ["“Fire licence” is not done.", "“Photo of the front” is not done."],
        )
        self.assertEqual(found[0].who, self.clerk.display_name)
        licence.action_done()
        self.assertEqual(self.blockers(item), ["“Photo of the front” is not done."])
        photo = photo.with_user(self.director)
        file = self.env["ir.attachment"].with_user(self.director)
        photo.attachment_ids = file.create({"name": "front.jpg", "raw": b"1"})
        photo.action_done()
        self.assertEqual(self.blockers(item), [])
        self.assertTrue(licence.checklist_id.is_done)
        self.assertEqual(item.checklist_open_count, 1)

    def test_evidence(self):
        """RE-08: a point that asks for evidence is not ticked off without it; the
        file is then read by whoever reads the point."""
        photo = self.lines()[1].with_user(self.director)
        with self.assertRaisesRegex(UserError, "Evidence is missing"):
            photo.action_done()
        files = self.env["ir.attachment"].with_user(self.director)
        file = files.create({"name": "front.jpg", "raw": b"1"})
        photo.attachment_ids = file
        photo.action_done()
        self.assertEqual((file.res_model, file.res_id), (photo._name, photo.id))
        self.assertTrue(file.with_user(self.clerk).raw)
        self.assertEqual(photo.done_user_id, self.director)

    def test_right_and_wrong_person(self):
        """HR-53: only the owner, or the owning post, ticks off; the administrator may
        for those who left."""
        licence, photo, flowers = self.lines()
        with self.assertRaisesRegex(AccessError, "up to"):
            licence.with_user(self.director).action_done()
        with self.assertRaisesRegex(AccessError, "up to"):
            photo.with_user(self.clerk).action_done()
        with self.assertRaises(AccessError):
            licence.with_user(self.outsider).action_done()
        licence.action_done()
        self.assertTrue(licence.done_date)
        licence.with_user(self.env.ref("base.user_admin")).action_reopen()
        self.assertFalse(licence.done_user_id)
        # no owner: whoever is responsible for the checklist
        flowers.action_void()
        self.assertEqual(flowers.state, "void")

    def test_points_stay(self):
        """Law 1: what a document waits for is neither thrown away nor moved off it,
        renamed, born done, or made one's own to tick it off."""
        self.env["ir.default"].with_user(self.clerk).set(
            "ops.checklist.line", "state", "done", user_id=True
        )
        item = self.item()
        licence, photo, flowers = self.lines(item)
        checklist, waiting = licence.checklist_id, self.blockers(item)
        self.assertEqual(len(waiting), 2)
        for attempt in (
            checklist.unlink,
            lambda: checklist.write({"res_model": False, "res_id": False}),
            lambda: checklist.write({"template_id": False}),
            lambda: licence.write({"res_id": 0}),
            lambda: licence.write({"name": "Something easier"}),
            lambda: photo.write({"user_id": self.clerk.id, "group_id": False}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(self.blockers(item), waiting)
        licence.user_id = self.director
        flowers.group_id = self.env.ref("ops_base.group_gm")
        with self.assertRaisesRegex(AccessError, "up to"):
            licence.action_done()
        checklist.user_id = self.director
        with self.assertRaises(UserError):
            checklist.user_id = self.clerk
        item.unlink()
        self.assertFalse(checklist.exists())

    def test_stamps_cannot_be_written(self):
        """Law 1: a point is closed by ticking it off only."""
        licence, photo, _flowers = self.lines()
        checklist = licence.checklist_id
        for vals in (
            {"state": "done"},
            {"done_user_id": self.director.id},
            {"done_date": "2026-01-01 00:00:00"},
        ):
            with self.assertRaises(AccessError):
                licence.write(vals)
            with self.assertRaises(AccessError):
                licence.create({"checklist_id": checklist.id, "name": "x", **vals})
        sly = licence.with_context(default_state="done")
        self.assertEqual(
            sly.create({"checklist_id": checklist.id, "name": "x"}).state, "open"
        )
        with self.assertRaisesRegex(UserError, "must be done"):
            licence.action_void()
        licence.action_done()
        with self.assertRaisesRegex(UserError, "open it again"):
            licence.name = "Something easier"
        self.assertEqual(licence.copy().state, "open")
        with self.assertRaises(UserError):
            photo.evidence_required = False

    def test_template_demands_stand(self):
        """HR-53: nobody drops or softens a demanded point to get through."""
        licence = self.lines()[0]
        for attack in (
            lambda: licence.unlink(),
            lambda: licence.write({"required": False}),
            lambda: licence.write({"template_line_id": False}),
            lambda: licence.write(
                {"checklist_id": licence.checklist_id.copy({"name": "other"}).id}
            ),
        ):
            with self.assertRaises(UserError):
                attack()
        free = licence.create({"checklist_id": licence.checklist_id.id, "name": "own"})
        free.unlink()

    def test_seen_by_readers_of_the_document(self):
        """Rule 12: a checklist is seen and changed by those who may read and change
        its document; its owner sees his point in any case."""
        item = self.item()
        lines = self.lines(item)
        stranger = new_test_user(self.env, "stranger", groups="ops_base.group_user")
        self.env["ir.rule"].create(
            {
                "name": "own items",
                "model_id": self.env["ir.model"]._get_id("test.ops.item"),
                "domain_force": "[('create_uid', '=', user.id)]",
            }
        )
        self.env.registry.clear_cache()
        seen = self.env["ops.checklist.line"].with_user(stranger)
        self.assertFalse(seen.search([("id", "in", lines.ids)]))
        with self.assertRaises(AccessError):
            lines.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            lines.checklist_id.with_user(stranger).name = "x"
        with self.assertRaises(AccessError):
            seen.create({"checklist_id": lines.checklist_id.id, "name": "x"})
        lines[2].sudo().user_id = stranger
        self.assertEqual(
            seen.search([("id", "in", lines.ids)]), lines[2].with_user(stranger)
        )
        lines[2].with_user(stranger).action_done()
        self.assertEqual(lines[2].state, "done")

    def test_gone_with_its_record(self):
        """LE-13: a checklist does not outlive its record."""
        item = self.item()
        checklist = self.lines(item).checklist_id
        item.sudo().unlink()
        self.assertFalse(checklist.exists())

    def test_same_queries(self):
        """Law 3: open points of 1 and of 100 records cost the same queries."""
        items = self.item(100)
        items._checklist_start("opening")
        counts = []
        for group in (items[:1], items[:1], items):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            list(group._gate_checklist_done())
            group.mapped("checklist_open_count")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_home_made_list_holds_the_same(self):
        """Law 1: a list somebody makes himself, or turns into the one a step waits
        for, holds every point of the template."""
        item = self.item()
        lists = self.env["ops.checklist"].with_user(self.clerk)
        place = {"res_model": item._name, "res_id": item.id}
        mine = lists.create(
            {
                "name": "Mine",
                "template_id": self.template.id,
                "line_ids": [(0, 0, {"name": "ok", "required": False})],
                **place,
            }
        )
        self.assertEqual(item._checklist_start("opening"), mine)
        self.assertEqual(mine.line_ids.template_line_id, self.template.line_ids)
        self.assertEqual(len(self.blockers(item)), 2)
        with self.assertRaises(AccessError):
            lists.create(
                {
                    "name": "Forged",
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "name": "ok",
                                "template_line_id": self.template.line_ids[0].id,
                            },
                        )
                    ],
                }
            )
        loose = lists.create({"name": "Loose", **place})
        with self.assertRaises(UserError):
            loose.template_id = self.template
        copied = mine.copy()
        self.assertEqual(len(copied.line_ids), 4)
        self.assertEqual(copied.line_ids.template_line_id, self.template.line_ids)
