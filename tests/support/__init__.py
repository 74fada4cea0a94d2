"""People who use the suite from outside, and the worlds they do it in.

- `actors`: a person and the words for what he does (`takes`, `is_refused`, `agrees`…)
- `channels`: how he does it: JSON-2, the web client's RPC, or a browser
- `inside`: work done inside Odoo before a server runs
- `worlds`: the people and papers a test starts from, made inside Odoo
"""
