"""Logins, tokens, and tokens that are none. Uses a server of its own where it can, since it uses up failed logins."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from support.api import Api, body, log_in, problem
from support.server import OwnServer
from support.sockets import DeviceSocket
from support.world import User, unique


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


# The token

def test_token__of_a_login_has_the_members_of_OAuth(target):
    if not target.password:
        pytest.skip("needs LOGIN and PASSWORD, not TOKEN alone")
    found = log_in(target.url, target.login, target.password)
    assert found["token_type"].lower() == "bearer" and found["expires_in"] > 0
    assert found["access_token"].count(".") == 2 and "." not in found["refresh_token"][:8]


def test_token__has_its_claims(user):
    header, claims, _ = user.token.split(".")
    claims = decoded(claims)
    assert claims["sub"] == user.id and claims["tenant_id"] == user.me["tenant_id"]
    assert claims["exp"] > time.time() and claims["iss"] and "scope" in claims and "groups" in claims
    assert claims["email"] == user.me["email"] and claims["name"] == user.me["name"]
    assert decoded(header)["alg"] in ("ES256", "RS256")


def test_token__is_signed_with_a_published_key(user, nobody):
    keys = body(nobody.get("//.well-known/jwks.json"))["keys"]
    header = decoded(user.token.split(".")[0])
    (key,) = [key for key in keys if key["kid"] == header["kid"]]
    assert key["kty"] in ("EC", "RSA") and "d" not in key, "the private part stays inside"


def test_me__says_who_the_token_stands_for(user):
    assert {"id", "email", "name", "tenant_id"} <= set(user.me)


# Tokens that are none

def forgeries(user, nobody):
    header, claims, signature = user.token.split(".")
    key = nobody.get("//.well-known/jwks.json").content
    def signed_hs256(secret):
        head = f"{encoded({**decoded(header), 'alg': 'HS256'})}.{claims}"
        digest = hmac.new(secret, head.encode(), hashlib.sha256).digest()
        return head + "." + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    other = encoded({**decoded(claims), "scope": "sync tenant:admin", "exp": 2 ** 40})
    return {
        "empty": "", "nonsense": "nonsense", "three dots": "a.b.c", "no signature": f"{header}.{claims}.",
        "cut": user.token[:-4], "doubled": user.token + user.token,
        "other claims": f"{header}.{other}.{signature}",
        "none": f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{claims}.",
        "None": f"{encoded({'alg': 'None', 'kid': decoded(header)['kid']})}.{claims}.{signature}",
        "HS256 with the public key": signed_hs256(key),
        "HS256 with an empty secret": signed_hs256(b""),
        "unknown kid": f"{encoded({**decoded(header), 'kid': 'other'})}.{claims}.{signature}",
        "kid with a path": f"{encoded({**decoded(header), 'kid': '../../etc/passwd'})}.{claims}.{signature}",
        "own key in the header": f"{encoded({**decoded(header), 'jwk': {'kty': 'EC'}})}.{claims}.{signature}",
        "huge": "a" * 9000 + ".b.c",
    }


@pytest.mark.parametrize("name", [
    "nonsense", "three dots", "no signature", "cut", "doubled", "other claims", "none", "None",
    "HS256 with the public key", "HS256 with an empty secret", "unknown kid", "kid with a path",
    "own key in the header", "huge"])
def test_forged_token_is_401(user, nobody, name):
    forged = forgeries(user, nobody)[name]
    found = problem(Api(user.url, forged).get("/users/me"), 401, "UNAUTHENTICATED")
    assert forged not in json.dumps(found)


@pytest.mark.parametrize("field", ["Basic YWRtaW46YWRtaW4=", "Bearer", "Bearer ", "Token x", "bearer"])
def test_authorization_of_another_kind_is_401(nobody, field):
    problem(nobody.get("/users/me", headers={"Authorization": field}), 401, "UNAUTHENTICATED")


def test_the_word_bearer_may_have_any_case(user, nobody):
    assert nobody.get("/users/me", headers={"Authorization": f"bEARER {user.token}"}).status_code == 200


def test_a_token_in_the_query_of_a_request_is_no_login(user, nobody):
    problem(nobody.get("/users/me", token=user.token), 401, "UNAUTHENTICATED")


# Users that end

@pytest.fixture
def somebody(people, user, target):
    """A new user, to be ended."""
    name, password = unique("somebody"), unique("password")
    made = body(user.post("/admin/users", json={"name": name, "email": f"{name}@example.org", "password": password}), 201)
    found = User(target.url, log_in(target.url, name, password)["access_token"])
    yield found
    user.delete(f"/admin/users/{made['id']}")


@pytest.mark.parametrize("how", ["suspended", "deleted"])
def test_a_user_who_ends_is_out_at_once(user, somebody, how):
    device = somebody.new_device()
    with DeviceSocket(somebody.url, device, somebody.token) as socket:
        socket.subscribe()
        if how == "suspended":
            body(user.patch(f"/admin/users/{somebody.id}", json={"status": "suspended"}))
        else:
            body(user.delete(f"/admin/users/{somebody.id}"), 204)
        problem(somebody.get("/users/me"), 401, "UNAUTHENTICATED")
        assert socket.close_code() == 4401


def test_a_suspended_user_may_come_back(user, somebody):
    address = f"/admin/users/{somebody.id}"
    body(user.patch(address, json={"status": "suspended"}))
    problem(somebody.get("/users/me"), 401, "UNAUTHENTICATED")
    assert body(user.patch(address, json={"status": "active"}))["status"] == "active"
    assert somebody.get("/users/me").status_code == 200


def test_a_user_without_tenant_admin_may_not_administer(somebody):
    problem(somebody.get("/admin/users"), 403, "PERMISSION_DENIED")
    problem(somebody.post("/admin/users", json={"name": "x", "email": "x@example.org", "password": "long enough"}),
            403, "PERMISSION_DENIED")
    problem(somebody.delete(f"/admin/users/{somebody.id}"), 403, "PERMISSION_DENIED")


def test_a_new_password_ends_the_old_one(user, people, target):
    name = unique("somebody")
    made = body(user.post("/admin/users", json={"name": name, "email": f"{name}@example.org", "password": "first one"}), 201)
    old = log_in(target.url, f"{name}@example.org", "first one")
    body(user.patch(f"/admin/users/{made['id']}", json={"password": "second one"}))
    answer = Api(target.url).post("/auth/token", data={
        "grant_type": "refresh_token", "refresh_token": old["refresh_token"]})
    assert problem(answer, 400, "BAD_REQUEST")["error"] == "invalid_grant"
    assert log_in(target.url, name, "second one")["access_token"]
    user.delete(f"/admin/users/{made['id']}")


def test_a_taken_name_or_e_mail_is_409(user, somebody):
    fields = {"name": unique("x"), "email": f"{unique('x')}@example.org", "password": "long enough"}
    for taken in ({"name": somebody.me["name"]}, {"email": somebody.me["email"]}):
        problem(user.post("/admin/users", json={**fields, **taken}), 409, "NAME_CONFLICT")


@pytest.mark.parametrize("wrong", [
    {"name": ""}, {"name": "two words"}, {"name": "a@b"}, {"email": "none"}, {"password": "short"}, {"name": None},
    {"email": 5}, {"name": "x" * 65}, {"password": "x" * 1025}])
def test_a_new_user_is_checked(people, user, wrong):
    fields = {"name": unique("x"), "email": f"{unique('x')}@example.org", "password": "long enough", **wrong}
    problem(user.post("/admin/users", json=fields), 422, "VALIDATION_FAILED")


# Logins: on a server whose failed logins we may use up

@pytest.fixture(scope="module")
def spare(target):
    """A second server of our own, with tokens that last two seconds."""
    if not target.own:
        pytest.skip("uses up failed logins, which would lock this address out of a server that is not our own")
    server = OwnServer(target.own.program)
    try:
        yield server.start("--token-ttl", "2s")
    finally:
        server.stop()


@pytest.fixture(scope="module")
def login(spare):
    """The answer to one login on the spare server."""
    return log_in(spare.url, "admin", spare.password)


def token_request(server, **form):
    return Api(server.url).post("/auth/token", data=form)


def oauth(answer, error):
    found = problem(answer, 400, "BAD_REQUEST")
    assert found["error"] == error and found["error_description"]
    return found


def test_login__refresh_token_works_once_and_reuse_revokes_the_family(spare):
    first = log_in(spare.url, "admin", spare.password)
    second = body(token_request(spare, grant_type="refresh_token", refresh_token=first["refresh_token"]))
    assert second["refresh_token"] != first["refresh_token"]
    assert User(spare.url, second["access_token"]).me["name"] == "admin"
    oauth(token_request(spare, grant_type="refresh_token", refresh_token=first["refresh_token"]), "invalid_grant")
    oauth(token_request(spare, grant_type="refresh_token", refresh_token=second["refresh_token"]), "invalid_grant")


def test_login__expired_token_is_401_and_its_socket_closes_with_4401(spare):
    admin = User(spare.url, log_in(spare.url, "admin", spare.password)["access_token"])
    device = admin.new_device()
    with DeviceSocket(spare.url, device, admin.token) as socket:
        socket.subscribe()
        assert socket.close_code() == 4401
    problem(admin.get("/users/me"), 401, "UNAUTHENTICATED")


def test_login__a_token_of_another_server_is_401(spare, user):
    problem(Api(spare.url, user.token).get("/users/me"), 401, "UNAUTHENTICATED")


def test_login__answer_may_not_be_stored(spare):
    answer = token_request(spare, grant_type="password", username="admin", password=spare.password)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form, error", [
    ({}, "invalid_request"), ({"grant_type": "password"}, "invalid_request"),
    ({"grant_type": "refresh_token"}, "invalid_request"), ({"grant_type": "magic"}, "unsupported_grant_type")])
def test_login__incomplete_is_400(spare, form, error):
    oauth(token_request(spare, **form), error)


def test_login__as_JSON_is_415(spare):
    answer = Api(spare.url).post("/auth/token", json={"grant_type": "password", "username": "x", "password": "y"})
    problem(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


def test_login__unknown_name_and_wrong_password_are_answered_alike_until_429(spare):
    wrong = {"grant_type": "password", "password": "not this one"}
    answers = [oauth(token_request(spare, username=name, **wrong), "invalid_grant") for name in ("admin", "nobody")]
    words = [{key: answer[key] for key in ("detail", "error", "error_description", "title")} for answer in answers]
    assert words[0] == words[1]
    for _ in range(20):
        answer = token_request(spare, username="nobody", **wrong)
        if answer.status_code != 400:
            break
    problem(answer, 429, "RATE_LIMITED")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert spare.password not in spare.log() and "not this one" not in spare.log()
