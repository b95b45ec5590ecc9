"""Requests to a server, and what every answer must look like."""

import re
import time

import requests

REQUEST_SECONDS_MAX = 75
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


def is_id(prefix):
    """A check that a text is an id such as `shr_` and a ULID."""
    pattern = re.compile(rf"^{prefix}_[0-7][0-9A-HJKMNP-TV-Z]{{25}}$")
    return lambda value: isinstance(value, str) and bool(pattern.match(value))


def is_time(value):
    return isinstance(value, str) and bool(TIME.match(value))


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


class Api:
    """One caller's view of a server. Query parameters are keyword arguments; None leaves one out."""

    description = None
    """What the server under test says of its answers; looks at each of them."""

    def __init__(self, url, token=None):
        self.url = url.rstrip("/")
        self.token = token
        self.session = requests.Session()
        self.session.trust_env = False

    def call(self, method, path, *, json=None, data=None, headers=None, files=None, stream=False, **query):
        """`path` is below /api/v1, or from the root of the server when it starts with two slashes."""
        address = self.url + path[1:] if path.startswith("//") else self.url + "/api/v1" + path
        fields = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        fields.update(headers or {})
        fields = {name: value for name, value in fields.items() if value is not None}
        answer = self.session.request(
            method, address, params=query, json=json, data=data, files=files, headers=fields, stream=stream,
            timeout=REQUEST_SECONDS_MAX, allow_redirects=False)
        assert answer.headers.get("X-Request-Id"), f"{method} {path} was answered without X-Request-Id"
        if Api.description and not stream:
            Api.description.look(answer)
        return answer

    def get(self, path, **rest):
        return self.call("GET", path, **rest)

    def head(self, path, **rest):
        return self.call("HEAD", path, **rest)

    def post(self, path, **rest):
        return self.call("POST", path, **rest)

    def put(self, path, **rest):
        return self.call("PUT", path, **rest)

    def patch(self, path, **rest):
        return self.call("PATCH", path, **rest)

    def delete(self, path, **rest):
        return self.call("DELETE", path, **rest)


def body(answer, status=200):
    """The JSON of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:600]}"
    if status == 204:
        assert answer.content == b"", "204 has no body"
        return None
    assert answer.headers["Content-Type"].startswith("application/json"), answer.headers["Content-Type"]
    return answer.json()


def problem(answer, status, code):
    """The problem of an answer that must have this status and code, and the form of RFC 9457."""
    assert answer.status_code == status, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:600]}"
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    found = answer.json()
    assert found["code"] == code, found
    assert found["status"] == status and found["type"] == "about:blank", found
    assert isinstance(found["title"], str) and found["title"], found
    assert isinstance(found["detail"], str) and len(found["detail"]) > 10, found
    assert found["request_id"] == answer.headers["X-Request-Id"], found
    if code == "UNAUTHENTICATED":
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    if code == "VALIDATION_FAILED":
        check_locations(found)
    return found


def check_locations(found):
    assert found["errors"], found
    for error in found["errors"]:
        assert error["loc"] and isinstance(error["msg"], str) and error["msg"], found


def places(found):
    """Where a VALIDATION_FAILED says that something is wrong."""
    return [error["loc"] for error in found["errors"]]


def log_in(url, name, password, tries=3):
    """The answer to a login. Waits and tries again where the server asks for it."""
    api = Api(url)
    for _ in range(tries):
        answer = api.post("/auth/token", data={"grant_type": "password", "username": name, "password": password})
        if answer.status_code != 429:
            break
        time.sleep(min(60, int(answer.headers.get("Retry-After", "1"))))
    return body(answer)
