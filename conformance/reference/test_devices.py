"""The devices: list, register, update, remove, heartbeat."""

import pytest

from support.api import body, is_id, is_time, places, problem
from support.sockets import DeviceSocket
from support.world import DEVICE, Desk, unique

row = pytest.mark.row

PLATFORMS = ["windows", "macos", "linux", "ios", "android", "web", "cli"]


@pytest.fixture
def device_id(user):
    """The id of a device of the user's."""
    yield user.new_device()
    user.tidy()


def register(user, **fields):
    """The answer to a registration; a member that is None is left out."""
    fields = {"device_id": unique("device"), **DEVICE, **fields}
    user.made.append(f"/sync/devices/{fields['device_id']}")
    return user.post("/sync/devices", json={name: value for name, value in fields.items() if value is not None})


def listed(user, device_id):
    """The device as the list has it, or None."""
    return next((one for one in body(user.get("/sync/devices")) if one["device_id"] == device_id), None)


# List

@row("GET devices")
def test_devices__list_has_the_callers_devices(user, device_id, stranger):
    assert listed(user, device_id) is not None
    assert listed(stranger, device_id) is None


MEMBERS = {
    "device_id": lambda value: isinstance(value, str), "device_name": lambda value: value == "laptop",
    "platform": lambda value: value == "linux", "client_version": lambda value: value == "1.2.3",
    "is_active": lambda value: value is True, "last_seen_at": lambda value: value is None or is_time(value),
    "created_at": is_time, "user_id": is_id("usr"),
}


@pytest.mark.parametrize("member", [pytest.param(name, marks=row(f"device object · {name}")) for name in MEMBERS])
def test_device_object__member(user, device_id, member):
    found = listed(user, device_id)
    assert MEMBERS[member](found[member]), found[member]


# Register

@row("POST devices: returns 201")
def test_devices__registering_returns_201_and_the_device(user):
    answer = register(user)
    found = body(answer, 201)
    assert set(MEMBERS) <= set(found) and found["user_id"] == user.id
    assert listed(user, found["device_id"]) == found
    user.tidy()


@row("POST devices: returns 201")
def test_devices__registering_a_known_one_updates_it_and_returns_200(user, device_id):
    fields = {"device_id": device_id, "device_name": "desktop", "platform": "macos", "client_version": "2.0.0"}
    found = body(register(user, **fields), 200)
    assert fields.items() <= found.items() and listed(user, device_id) == found


@row("POST devices · device_id: opaque string")
@pytest.mark.parametrize("name", [
    "1", "0f9f2a3e-6d7f-4c2b-9a51-0a1b2c3d4e5f", "a b/c?d#e%f+g&h", "Gerät 📱", "x" * 128, "é" * 128, "..", "."])
def test_devices__device_id_is_an_opaque_string(user, name):
    from urllib.parse import quote
    body(register(user, device_id=name), 201)
    assert listed(user, name) is not None
    # A client's URL library folds dots in a path, so they are written as escapes.
    address = f"{user.url}/api/v1/sync/devices/{quote(name, safe='').replace('.', '%2E')}"
    if name.strip("."):
        answer = user.session.post(address + "/heartbeat", headers={"Authorization": f"Bearer {user.token}"})
        assert answer.status_code == 204, answer.text
        assert is_time(listed(user, name)["last_seen_at"])
        assert user.session.delete(address, headers={"Authorization": f"Bearer {user.token}"}).status_code == 204
    user.tidy()


@row("POST devices · device_id: opaque string")
@pytest.mark.parametrize("name", [None, "", "x" * 129, 5])
def test_devices__device_id_has_1_to_128_characters(user, name):
    found = problem(register(user, device_id=name), 422, "VALIDATION_FAILED")
    assert places(found) == [["body", "device_id"]]
    user.made.clear()


@row("POST devices · device_id: opaque string")
def test_devices__the_same_id_under_another_user_is_another_device(user, device_id, stranger):
    found = body(register(stranger, device_id=device_id, device_name="theirs"), 201)
    assert found["user_id"] == stranger.id and listed(user, device_id)["device_name"] == "laptop"
    stranger.tidy()
    assert listed(user, device_id) is not None


@row("POST devices · device_name")
def test_devices__device_name_is_required(user):
    assert places(problem(register(user, device_name=None), 422, "VALIDATION_FAILED")) == [["body", "device_name"]]
    assert body(register(user, device_name="Ann's laptop é"), 201)["device_name"] == "Ann's laptop é"
    user.tidy()


@pytest.mark.parametrize("platform", [
    pytest.param(name, marks=row(f"POST devices · platform: {name}")) for name in PLATFORMS])
def test_devices__platform(user, platform):
    assert body(register(user, platform=platform), 201)["platform"] == platform
    user.tidy()


@row("POST devices · platform")
@pytest.mark.parametrize("platform", [None, "", "beos", "Linux", "LINUX", 1])
def test_devices__platform_of_another_value_is_422(user, platform):
    assert places(problem(register(user, platform=platform), 422, "VALIDATION_FAILED")) == [["body", "platform"]]


@row("POST devices · client_version: semver")
@pytest.mark.parametrize("version", ["0.0.0", "1.2.3", "10.20.30", "1.0.0-alpha.1", "1.0.0+build.5", "1.0.0-rc.1+a-b"])
def test_devices__client_version_is_a_semantic_version(user, version):
    assert body(register(user, client_version=version), 201)["client_version"] == version
    user.tidy()


@row("POST devices · client_version: semver")
@pytest.mark.parametrize("version", [None, "", "1", "1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "latest"])
def test_devices__client_version_that_is_no_semantic_version_is_422(user, version):
    found = problem(register(user, client_version=version), 422, "VALIDATION_FAILED")
    assert places(found) == [["body", "client_version"]]


# Update

@row("PATCH devices/{device_id} · device_name")
def test_devices__device_name_can_be_changed(user, device_id):
    found = body(user.patch(f"/sync/devices/{device_id}", json={"device_name": "renamed"}))
    assert found["device_name"] == "renamed" and listed(user, device_id) == found


@row("PATCH devices/{device_id} · is_active")
def test_devices__is_active_can_be_changed(user, device_id):
    found = body(user.patch(f"/sync/devices/{device_id}", json={"is_active": False}))
    assert found["is_active"] is False and found["device_name"] == "laptop"
    found = body(user.patch(f"/sync/devices/{device_id}", json={"is_active": True}))
    assert found["is_active"] is True


@row("PATCH devices/{device_id} · is_active")
def test_devices__is_active_of_another_type_is_422(user, device_id):
    found = problem(user.patch(f"/sync/devices/{device_id}", json={"is_active": "no"}), 422, "VALIDATION_FAILED")
    assert places(found) == [["body", "is_active"]]
    assert listed(user, device_id)["is_active"] is True


@row("PATCH devices/{device_id} · device_name")
@pytest.mark.parametrize("name", ["", 5, "x" * 5000, "a\0b"])
def test_devices__device_name_is_checked(user, device_id, name):
    problem(user.patch(f"/sync/devices/{device_id}", json={"device_name": name}), 422, "VALIDATION_FAILED")
    assert listed(user, device_id)["device_name"] == "laptop"


@row("PATCH devices/{device_id}")
def test_devices__updating_without_members_changes_nothing(user, device_id):
    before = listed(user, device_id)
    assert body(user.patch(f"/sync/devices/{device_id}", json={})) == before


# Remove

@row("DELETE devices/{device_id}: returns 204")
def test_devices__removing_returns_204(user, device_id):
    body(user.delete(f"/sync/devices/{device_id}"), 204)
    assert listed(user, device_id) is None
    problem(user.delete(f"/sync/devices/{device_id}"), 404, "NOT_FOUND")


@row("DELETE devices/{device_id}: cursors stop advancing")
def test_devices__cursors_of_a_removed_one_stop(desk):
    body(desk.status())
    body(desk.user.delete(f"/sync/devices/{desk.device_id}"), 204)
    problem(desk.status(), 404, "NOT_FOUND")
    problem(desk.user.post("/sync/cursor", share_id=desk.share_id, device_id=desk.device_id, position=0),
            404, "NOT_FOUND")
    problem(desk.apply(), 404, "NOT_FOUND")


@row("DELETE devices/{device_id}: cursors stop advancing")
def test_devices__registering_a_removed_one_revives_it(desk):
    body(desk.user.delete(f"/sync/devices/{desk.device_id}"), 204)
    assert register(desk.user, device_id=desk.device_id).status_code in (200, 201)
    assert listed(desk.user, desk.device_id)["is_active"] is True
    head = desk.head()
    assert body(desk.status())["cursor_position"] == head, "with a cursor of its own, at the head"


@row("DELETE devices/{device_id}: returns 204")
def test_devices__removing_closes_its_socket_with_4404(desk):
    with DeviceSocket(desk.user.url, desk.device_id, desk.user.token) as socket:
        socket.subscribe()
        body(desk.user.delete(f"/sync/devices/{desk.device_id}"), 204)
        assert socket.close_code() == 4404


# Heartbeat

@row("POST devices/{device_id}/heartbeat: returns 204")
def test_devices__heartbeat_returns_204(user, device_id):
    body(user.post(f"/sync/devices/{device_id}/heartbeat"), 204)


@row("POST devices/{device_id}/heartbeat: updates last_seen_at")
def test_devices__heartbeat_updates_last_seen_at(user, device_id):
    seen = []
    for _ in range(2):
        body(user.post(f"/sync/devices/{device_id}/heartbeat"), 204)
        seen.append(listed(user, device_id)["last_seen_at"])
    assert all(map(is_time, seen)) and seen[0] < seen[1]


# Whose they are

@row("error · NOT_FOUND 404: device")
@pytest.mark.parametrize("call", [
    ("PATCH", ""), ("DELETE", ""), ("POST", "/heartbeat"), ("GET", "/preferences"), ("PUT", "/preferences")])
def test_devices__unknown_or_of_another_user_is_404(device_id, user, stranger, call):
    method, path = call
    members = {"json": {"preferences": []} if path else {"device_name": "x"}} if method in ("PATCH", "PUT") else {}
    problem(user.call(method, f"/sync/devices/unknown{path}", **members), 404, "NOT_FOUND")
    problem(stranger.call(method, f"/sync/devices/{device_id}{path}", **members), 404, "NOT_FOUND")
    assert listed(user, device_id)["device_name"] == "laptop"


def test_devices__of_a_user_go_on_in_all_shares(user, device_id):
    desks = [Desk(user, user.new_share()["id"], device_id) for _ in range(2)]
    assert [body(desk.status())["pending_changes"] for desk in desks] == [0, 0]
