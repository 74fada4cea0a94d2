"""Approval (审批) in plain Python: what may happen to a paper on its route.

Nothing here imports odoo: ``state`` says what there is, ``tree`` who has decided,
``engine`` what each verb does. The models in ``models/approval_*.py`` load a request
into a :class:`~.state.Request`, let a verb act on it and store what changed.
"""
