"""Ways into the suite from outside.

A channel speaks for one login. `call` reaches any model method; a refusal of the
server is a `Refused` with its words, anything else that goes wrong (a crash of the
server's code among it) is a `Broken` – so no test takes a crash for a refusal.
"""

import itertools

import requests

LANG = "zh_CN"
# What a server says when it refuses on purpose.
REFUSALS = {
    "AccessError",
    "AccessDenied",
    "FlowRefused",
    "LockError",
    "MissingError",
    "NotFound",
    "Forbidden",
    "Unauthorized",
    "UserError",
    "ValidationError",
    "RedirectWarning",
    "SessionExpiredException",
}


class Refused(Exception):
    """The server said no; `words` is what it said, `kind` the sort of refusal."""

    def __init__(self, words, kind=""):
        super().__init__(words)
        self.words, self.kind = words, kind


class Broken(Exception):
    """The server failed instead of answering."""


class Channel:
    """What every channel knows."""

    name = None
    context = {"lang": LANG, "tz": "Asia/Shanghai"}

    def __init__(self, url, login, password=None, key=None):
        self.url, self.login, self.password, self.key = url, login, password, key
        self.session = requests.Session()

    def call(self, model, method, ids=None, context=None, **named):
        """Call `method` of `model`, on the records `ids` unless it is None."""
        raise NotImplementedError

    def create(self, model, values, context=None):
        """Return the id of a new record."""
        return self.call(model, "create", context=context, vals_list=[values])[0]

    def get(self, path):
        """Fetch a page as this login; return the response."""
        return self.session.get(self.url + path, timeout=60)

    def close(self):
        self.session.close()


def answer(kind, words):
    """Raise what a failed answer of the server means."""
    short = kind.rpartition(".")[2]
    # Asked for a method that is not there: as good as refused.
    missing = short == "AttributeError" and words.startswith("The method")
    if short in REFUSALS or missing:
        raise Refused(words, short)
    raise Broken(f"{kind}: {words}")


class Json2(Channel):
    """Odoo's external API: a program with the person's key."""

    name = "json2"

    def call(self, model, method, ids=None, context=None, **named):
        body = {**named, "context": {**self.context, **(context or {})}}
        if ids is not None:
            body["ids"] = list(ids)
        response = self.session.post(
            f"{self.url}/json/2/{model}/{method}",
            json=body,
            headers={"Authorization": f"bearer {self.key}"} if self.key else {},
            timeout=120,
        )
        try:
            data = response.json()
        except ValueError:
            raise Broken(f"{response.status_code}: {response.text[:500]}") from None
        if response.ok:
            return data
        answer(data["name"], data["message"])


class WebRpc(Channel):
    """What the web client itself sends, after a login with password."""

    name = "web"
    numbers = itertools.count(1)

    def __init__(self, *args, database=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.database = database
        self.uid = None

    def rpc(self, path, **params):
        """Send one JSON-RPC request to `path`."""
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "id": next(self.numbers),
            "params": params,
        }
        response = self.session.post(self.url + path, json=body, timeout=120)
        try:
            data = response.json()
        except ValueError:
            if response.status_code in (400, 401, 403, 404, 405):
                raise Refused(response.text, "NotFound") from None
            raise Broken(f"{response.status_code}: {response.text[:500]}") from None
        if "error" in data:
            error = data["error"].get("data") or {}
            answer(
                error.get("name", str(data["error"].get("code"))),
                error.get("message") or data["error"].get("message", ""),
            )
        return data.get("result")

    def enter(self):
        """Log in, once; without password stay outside, as the public does."""
        if self.uid or not self.password:
            return
        self.uid = self.rpc(
            "/web/session/authenticate",
            db=self.database,
            login=self.login,
            password=self.password,
        )["uid"]

    def call(self, model, method, ids=None, context=None, **named):
        self.enter()
        args = [] if ids is None else [list(ids)]
        if method == "create":
            args = [named.pop("vals_list")]
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs={**named, "context": {**self.context, **(context or {})}},
        )

    def get(self, path):
        self.enter()
        return super().get(path)
