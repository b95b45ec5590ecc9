"""What holds for every answer: problems, request ids, HEAD, methods, media types, limits, and what tells of the server."""

import re

import pytest

from support.api import Api, body, is_time, problem
from support.world import some_ulid, unique

NOT_SIGNED_IN = "//.well-known/jwks.json"


# Problems and request ids

def test_an_unknown_address_is_404(user):
    for path in ("/nothing", "//nothing", "/sync", "/sync/changes/", "//api//v1/sync/changes", "/sync/changes/x"):
        problem(user.get(path), 404, "NOT_FOUND")


def test_the_clients_request_id_is_kept_when_it_is_sane(user):
    answer = user.get("/users/me", headers={"X-Request-Id": "my-request.1:2_3"})
    assert answer.headers["X-Request-Id"] == "my-request.1:2_3"
    found = problem(user.get("/nothing", headers={"X-Request-Id": "mine"}), 404, "NOT_FOUND")
    assert found["request_id"] == "mine"


@pytest.mark.parametrize("value", ["two words", "x" * 129, "a\"b", "<script>"])
def test_another_request_id_is_replaced(user, value):
    assert user.get("/users/me", headers={"X-Request-Id": value}).headers["X-Request-Id"] != value


def test_request_ids_differ(user):
    ids = {user.get("/users/me").headers["X-Request-Id"] for _ in range(5)}
    assert len(ids) == 5


def test_a_problem_of_a_parameter_says_which(user):
    found = problem(user.get("/sync/changes", limit=0), 422, "VALIDATION_FAILED")
    assert found["errors"][0]["loc"] == ["query", "limit"] and "5000" in found["errors"][0]["msg"]


def test_a_problem_of_a_member_says_which(desk):
    found = problem(desk.apply({"resource_type": 5, "change_type": "created"}), 422, "VALIDATION_FAILED")
    assert found["errors"][0]["loc"][:2] == ["body", "changes"]


# HEAD and methods

@pytest.mark.parametrize("path", [
    "/users/me", "/users/me/shares", "/sync/changes", "/sync/devices", "/sync/conflicts", "/config", "/health", "/ready"])
def test_whatever_has_GET_has_HEAD(user, path):
    got, answer = user.get(path), user.head(path)
    assert answer.status_code == got.status_code == 200 and answer.content == b""
    assert answer.headers["Content-Type"] == got.headers["Content-Type"]


def test_HEAD_of_a_problem_has_its_status(user):
    assert user.head("/sync/status").status_code == 422
    assert user.head("/nothing").status_code == 404


@pytest.mark.parametrize("method, path, allowed", [
    ("DELETE", "/sync/changes", {"GET", "HEAD"}), ("POST", "/sync/status", {"GET", "HEAD"}),
    ("GET", "/sync/cursor", {"POST"}), ("GET", "/sync/apply", {"POST"}), ("PUT", "/sync/devices", {"GET", "HEAD", "POST"}),
    ("GET", "/sync/devices/x", {"PATCH", "DELETE"}), ("GET", "/sync/devices/x/heartbeat", {"POST"}),
    ("POST", "/sync/devices/x/preferences/y", {"PUT"}), ("DELETE", "/sync/conflicts", {"GET", "HEAD"}),
    ("GET", "/sync/conflicts/x/resolve", {"POST"}), ("GET", "/auth/token", {"POST"}),
    ("TRACE", "/users/me", {"GET", "HEAD"})])
def test_another_method_is_405_and_says_which_are_allowed(user, method, path, allowed):
    answer = user.call(method, path)
    problem(answer, 405, "METHOD_NOT_ALLOWED")
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == allowed


# Bodies

@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_body_of_another_media_type_is_415(desk, media_type):
    with desk.user.changing_nothing():
        answer = desk.user.post("/shares", data=b'{"name":"x"}', headers={"Content-Type": media_type})
        problem(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_JSON_may_say_its_charset(user, media_type):
    device = unique("device")
    user.made.append(f"/sync/devices/{device}")
    answer = user.post("/sync/devices", headers={"Content-Type": media_type}, data=(
        '{"device_id":"%s","device_name":"é","platform":"cli","client_version":"1.0.0"}' % device).encode())
    assert body(answer, 201)["device_name"] == "é"
    user.tidy()


def test_unknown_members_are_ignored(user):
    fields = {"device_id": unique("device"), "device_name": "x", "platform": "cli", "client_version": "1.0.0",
              "colour": {"deep": [1]}}
    body(user.post("/sync/devices", json=fields), 201)
    user.delete(f"/sync/devices/{fields['device_id']}")


def test_unknown_parameters_are_ignored(desk):
    body(desk.user.get("/sync/changes", share_id=desk.share_id, colour="blue"))


@pytest.mark.parametrize("path, size", [("/shares", 1 << 20), ("/sync/apply", 4 << 20), ("/sync/devices", 1 << 20)])
def test_a_body_over_its_limit_is_413(desk, path, size):
    with desk.user.changing_nothing():
        answer = desk.user.post(path, data=b'{"name":"' + b"x" * size + b'"}',
                                headers={"Content-Type": "application/json"})
        found = problem(answer, 413, "PAYLOAD_TOO_LARGE")
    assert str(size) in found["detail"], "the limit is told"


def test_a_body_over_its_limit_is_413_when_its_length_is_not_declared(desk):
    pieces = (b" " * 65536 for _ in range(80))
    answer = desk.user.post("/sync/apply", data=pieces, headers={"Content-Type": "application/json"})
    problem(answer, 413, "PAYLOAD_TOO_LARGE")


# Without a token

@pytest.mark.parametrize("method, path", [
    ("GET", "/users/me"), ("GET", "/users/me/shares"), ("POST", "/shares"), ("GET", "/shares/x"), ("GET", "/config"),
    ("GET", "/admin/users"), ("GET", "/sync/changes"), ("GET", "/sync/snapshot"), ("GET", "/sync/status"),
    ("POST", "/sync/cursor"), ("POST", "/sync/apply"), ("GET", "/sync/download/x"), ("POST", "/sync/download"),
    ("GET", "/sync/conflicts"), ("POST", "/sync/conflicts/x/resolve"), ("GET", "/sync/devices"), ("POST", "/sync/devices"),
    ("PATCH", "/sync/devices/x"), ("DELETE", "/sync/devices/x"), ("POST", "/sync/devices/x/heartbeat"),
    ("GET", "/sync/devices/x/preferences"), ("PUT", "/sync/devices/x/preferences"),
    ("PUT", "/sync/devices/x/preferences/y"), ("POST", "/sync/chunks/missing"), ("POST", "/sync/chunks"),
    ("PUT", "/sync/chunks/" + "a" * 64), ("GET", "/sync/files/x/manifest")])
def test_without_a_token_it_is_401(nobody, method, path):
    problem(nobody.call(method, path), 401, "UNAUTHENTICATED")


@pytest.mark.parametrize("path", ["/health", "/ready", "//metrics", NOT_SIGNED_IN])
def test_without_a_token_there_is_health_readiness_metrics_and_keys(nobody, path):
    assert nobody.get(path).status_code == 200


# What tells of the server

def test_metrics_are_text_that_Prometheus_reads(nobody):
    answer = nobody.get("//metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    sample = re.compile(r'^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? [-+0-9.eE]+$')
    lines = [line for line in answer.text.splitlines() if line and not line.startswith("#")]
    assert lines and all(sample.match(line) for line in lines), [line for line in lines if not sample.match(line)][:3]


def test_config_tells_what_the_server_allows(user):
    found = body(user.get("/config"))
    assert found["limits"]["page_rows_default"] == 1000 and found["limits"]["page_rows_max"] == 5000
    assert found["limits"]["apply_changes_max"] == 1000 and found["limits"]["chunk_bytes_max"] == 8 << 20
    assert found["retention"]["log_seconds"] > 0 and found["retention"]["trash_seconds"] > 0
    assert found["server"]["version"] and is_time(found["server"]["time"])


def test_rate_limits_are_told_in_each_answer(user, nobody):
    if body(user.get("/config"))["limits"]["requests_per_minute"] is None:
        pytest.skip("this server has no rate limit")
    for answer in (user.get("/users/me"), user.get("/nothing"), nobody.get("/users/me")):
        limit, remaining, reset = (int(answer.headers[f"RateLimit-{name}"]) for name in ("Limit", "Remaining", "Reset"))
        assert 0 <= remaining < limit and reset >= 0


# Foreign ids

FOREIGN = [
    ("GET", "/shares/{share}"), ("PATCH", "/shares/{share}"), ("DELETE", "/shares/{share}"),
    ("GET", "/shares/{share}/members"), ("GET", "/sync/changes?share_id={share}"),
    ("GET", "/sync/snapshot?share_id={share}"), ("GET", "/sync/conflicts?share_id={share}"),
    ("GET", "/sync/status?share_id={share}&device_id={device}"),
    ("POST", "/sync/cursor?share_id={share}&device_id={device}&position=0"),
    ("GET", "/sync/download/{file}"), ("HEAD", "/sync/download/{file}"), ("GET", "/sync/files/{file}/manifest"),
    ("POST", "/sync/conflicts/{conflict}/resolve?resolution=CLIENT_WINS"),
]


@pytest.mark.parametrize("method, path", FOREIGN)
def test_a_foreign_id_is_404_and_answered_like_an_unknown_one(desk, stranger, method, path):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    (conflict,) = body(desk.apply(desk.editing(file, b"3"), conflict_resolution="MANUAL"))["conflicts"]
    device = stranger.new_device()
    real = {"share": desk.share_id, "file": file["resource_id"], "conflict": conflict["id"], "device": device}
    unknown = {"share": "shr_" + some_ulid(), "file": "fil_" + some_ulid(), "conflict": "cfl_" + some_ulid(),
               "device": device}
    members = {"json": {"name": "x"}} if method == "PATCH" else {}
    with desk.user.changing_nothing():
        answers = [stranger.call(method, path.format(**ids), **members) for ids in (real, unknown)]
    if method == "HEAD":
        assert [answer.status_code for answer in answers] == [404, 404]
    else:
        found = [problem(answer, 404, "NOT_FOUND") for answer in answers]
        assert found[0]["detail"] == found[1]["detail"]
    stranger.tidy()


def test_an_error_never_shows_what_is_inside(desk):
    token = desk.user.token
    for answer in (desk.user.get("/sync/changes", cursor="'; SELECT"), desk.user.get("/nothing"),
                   Api(desk.user.url, token + "x").get("/users/me")):
        for secret in (token, "SELECT *", ".swift", "sqlite"):
            assert secret not in answer.text
