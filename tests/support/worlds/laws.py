"""The world the laws are tried in: every role, and each flow's paper in each state,
in two companies."""

import importlib
import logging

from odoo.exceptions import UserError

from .people import OURS, entry, hire, own_groups, own_roles, second_company
from .secret import SECRET

_logger = logging.getLogger(__name__)

REQUEST = "ops.approval.request"


def build(env):
    """Make people and papers.

    :return: dict with ``people`` {name: entry}, ``flows`` {model: declaration} and
        ``papers`` {company "here"/"there": {model: {state: id}}}
    """
    there = second_company(env)
    groups, roles = own_groups(env), own_roles(env)
    people = {
        name: hire(env, f"law_{name}", role.name, roles=role)
        for name, role in roles.items()
    }
    people["employee"] = hire(env, "law_employee", "普通员工")
    people["portal"] = hire(env, "law_portal", "门户用户", share=True)
    people["everything"] = hire(env, "law_everything", "身兼数职", groups=groups)
    people["author"] = hire(env, "law_author", "经办", groups=groups)
    people["signer"] = hire(env, "law_signer", "签字人", groups=groups)
    people["there"] = hire(env, "law_there", "外公司经办", groups=groups, company=there)
    admin = env.ref("base.user_admin")
    admin.password = "admin"
    people["admin"] = entry(env, admin)
    writers = {
        "here": env["res.users"].browse(people["author"]["id"]),
        "there": env["res.users"].browse(people["there"]["id"]),
    }
    papers, problems = place_papers(env, writers)
    routes(env, people["signer"]["id"])
    companies = {place: writer.company_ids for place, writer in writers.items()}
    for name, someone in people.items():
        if name not in ("there", "portal"):
            # makers may found companies of their own: everybody here belongs to them
            user = env["res.users"].browse(someone["id"])
            user.company_ids |= companies["here"]
    for place, writer in writers.items():
        for model, standing in papers[place].items():
            mine = env(user=writer.id, context=context(env, writer))
            walk(mine[model].browse(standing["walked"]))
            enclose(mine, model, standing["walked"])
    owned = belongings(env, companies["there"] - companies["here"])
    return {
        "people": people,
        "flows": {name: declaration(env[name]) for name in flow_models(env)},
        "papers": papers,
        "problems": problems,
        "tables": tables(env),
        "doors": doors(env),
        "belongings": owned,
        "kinds": {
            name: kinds(env[name], people) for name in {*flow_models(env), *owned}
        },
    }


def context(env, user):
    return {
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
    }


def flow_models(env):
    """Names of the flow models that are installed."""
    flow = env.registry["ops.flow.mixin"]
    return [
        name
        for name in sorted(env.registry)
        if issubclass(env.registry[name], flow) and not env[name]._abstract
    ]


def declaration(model):
    """What the attacks must know of a flow."""
    flow = model._flow
    return {
        "initial": flow.initial,
        "states": list(flow.states),
        "final": sorted(flow.final),
        "forged": forged(model),
        "columns": [n for n in flow.protected if model._fields[n].column_type],
        "steps": [
            {
                "name": step.name,
                "source": list(step.source),
                "target": step.target,
                "group": list(step.group),
                "route": step.route,
                "kernel": step.kernel,
                "reason": step.reason,
            }
            for step in flow.steps
        ],
    }


def kinds(model, people):
    """`{person: kind}`: people of one kind hold the same of all groups that have a say
    in this model or in its approvals by access rights, rules, fields or steps, so what
    is refused to one is refused to all of them."""
    env = model.env
    mine = [("model_id.model", "in", (model._name, REQUEST))]
    access, rules = env["ir.model.access"].search(mine), env["ir.rule"].search(mine)
    flow = getattr(model, "_flow", None)
    names = {name for step in flow.steps for name in step.group} if flow else set()
    for field in model._fields.values():
        names.update((field.groups or "").replace("!", "").split(","))
    asked = access.group_id | rules.groups
    for name in filter(None, names):
        asked |= env.ref(name.strip(), raise_if_not_found=False) or asked.browse()
    return {
        name: sorted((env["res.users"].browse(one["id"]).all_group_ids & asked).ids)
        for name, one in people.items()
    }


def forged(model):
    """Values somebody might write into what only the flow writes."""
    samples = {
        "many2one": 1,
        "char": "伪造",
        "text": "伪造",
        "float": 1e6,
        "monetary": 1e6,
        "integer": 7,
        "boolean": True,
        "date": "2020-01-01",
        "datetime": "2020-01-01 00:00:00",
        "many2many": [[6, 0, [1]]],
        "one2many": [[0, 0, {}]],
    }
    found = {"name": "X-0001", "state_since": "2020-01-01 00:00:00"}
    found["state_due"] = "2040-01-01 00:00:00"
    for name in model._flow.protected:
        field = model._fields[name]
        if field.type in samples:
            found[name] = samples[field.type]
        elif field.type == "selection":
            found[name] = field.get_values(model.env)[-1]
    return found


def paper_makers(env):
    """`PAPERS` of all installed addons of ours."""
    names = env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
    found = {}
    for name in sorted(names):
        if not name.startswith(OURS):
            continue
        try:
            module = importlib.import_module(f"odoo.addons.{name}.tests.papers")
        except ModuleNotFoundError:
            continue
        found.update(module.PAPERS)
    return found


def place_papers(env, writers):
    """`({place: {model: {state: id}}}, problems)`"""
    makers, papers, problems = paper_makers(env), {}, []
    for place, writer in writers.items():
        papers[place] = {}
        for model in flow_models(env):
            if model not in makers:
                problems.append(f"{model}: no entry in tests/papers.py")
                continue
            try:
                with env.cr.savepoint():
                    mine = env(user=writer.id, context=context(env, writer))
                    papers[place][model] = stand(mine, model, makers[model])
            except Exception as error:
                _logger.exception("no papers of %s", model)
                problems.append(f"{model} ({place}): {error}")
    return papers, problems


def stand(env, model, make):
    """One paper in each state, put there by the flow's own pen, and a further one
    that will be walked by its real steps."""
    flow = env[model]._flow
    papers = make(env, len(flow.states) + 1)
    placed = {"walked": papers[0].id}
    for paper, state in zip(papers[1:], flow.states, strict=True):
        if paper.state != state:
            paper.sudo()._flow_number()
            paper.sudo()._flow_write({"state": state})
        placed[state] = paper.id
    return placed


def walk(paper):
    """Take the real steps until the paper waits for a signature, or a gate holds it."""
    for _i in range(5):
        step = paper._flow.next_step(paper.state)
        # what the kernel takes by itself waits for something else
        if not step or step.route or step.kernel:
            return
        try:
            with paper.env.cr.savepoint():
                # the button, not the bare step: it may work something out before
                press = getattr(paper, f"action_{step.name}")
                press("请审") if step.reason else press()
        except UserError as error:
            _logger.info("%s stops before %s: %s", paper, step.name, error)
            return


def enclose(env, model, paper):
    """Something confidential on the paper: a file and a message."""
    paper = env[model].browse(paper)
    env["ir.attachment"].create(
        {
            "name": f"{SECRET}.txt",
            "raw": SECRET.encode(),
            "res_model": model,
            "res_id": paper.id,
        }
    )
    paper.message_post(body=SECRET)


def routes(env, signer):
    """An approval route to `signer` for every route code that has none."""
    if "ops.approval.route" not in env:
        return
    Route = env["ops.approval.route"]
    for name in flow_models(env):
        for step in env[name]._flow.steps:
            if not step.route:
                continue
            Route.search([("code", "=", step.route)]).active = False
            Route.create(
                {
                    "name": f"{step.route}",
                    "code": step.route,
                    "model_id": env["ir.model"]._get_id(name),
                    "company_id": False,
                    "step_ids": [
                        (
                            0,
                            0,
                            {
                                "name": "签字",
                                "mode": "any",
                                "approver_kind": "users",
                                "user_ids": [(6, 0, [signer])],
                            },
                        )
                    ],
                }
            )


# -- what lies in the database ----------------------------------------------------


def own_models(env):
    """Stored models of our addons."""
    for name in sorted(env.registry):
        model = env[name]
        if model._abstract or model._transient or not model._auto:
            continue
        if model._original_module.startswith(OURS):
            yield model


def belongings(env, companies):
    """`{model: ids}` of everything of ours that belongs to companies, directly or
    through a required link to something that does."""
    found = {}
    for model in own_models(env):
        path = _company_path(env, model._name)
        if path:
            ids = (
                model.with_context(active_test=False)
                .search([(path, "in", companies.ids)])
                .ids
            )
            if ids:
                found[model._name] = ids
    return found


def _company_path(env, name, depth=3):
    fields_ = env[name]._fields
    if "company_id" in fields_ and fields_["company_id"].store:
        return "company_id"
    if not depth:
        return None
    for field in fields_.values():
        if field.type != "many2one" or not field.store or not field.required:
            continue
        if not env[field.comodel_name]._original_module.startswith(OURS):
            continue
        below = _company_path(env, field.comodel_name, depth - 1)
        if below:
            return f"{field.name}.{below}"
    return None


def tables(env):
    """Tables a stranger must not be able to change, whatever he calls."""
    names = [model._table for model in own_models(env)]
    core = ["account.move", "account.move.line", "account.payment", "ir.attachment"]
    names += [env[name]._table for name in core if name in env]
    return sorted({*names, "res_groups_users_rel", "res_users", "ir_rule"})


def doors(env):
    """Public methods our addons open: dicts of model, method and arguments."""
    import inspect

    from odoo.models import BaseModel

    found = []
    for name in sorted(env.registry):
        model = env[name]
        if model._abstract:
            continue
        core, own = set(dir(BaseModel)), {}
        for cls in type(model).__mro__:
            parts = cls.__module__.split(".")
            ours = parts[:2] == ["odoo", "addons"] and parts[2].startswith(OURS)
            for key, value in vars(cls).items():
                if key.startswith("_") or not inspect.isfunction(value):
                    continue
                if ours and not getattr(value, "_api_private", False):
                    own.setdefault(key, value)
                elif not ours:
                    core.add(key)
        for key, value in own.items():
            if key in core:
                continue
            parameters = list(inspect.signature(value).parameters.values())[1:]
            found.append(
                {
                    "model": name,
                    "method": key,
                    "on_model": bool(getattr(value, "_api_model", False)),
                    "needs": [
                        p.name
                        for p in parameters
                        if p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD
                    ],
                    "takes": [p.name for p in parameters],
                    "harmless": getattr(value, "_harmless", None),
                }
            )
    return found


def use_everything(env):
    """Leave as many traces as people do: the whole world of the laws, and one record
    of chatter, file and activity on each paper. Nothing to return."""
    made = build(env)
    for model, standing in made["papers"]["here"].items():
        for paper in env[model].browse(standing.values()):
            paper.activity_schedule("mail.mail_activity_data_todo", summary="跟进")
            paper.message_subscribe(env.ref("base.user_admin").partner_id.ids)
