"""What outlives a server: for servers of the suite's own, which are stopped, killed, and set back."""

import signal
import subprocess
import threading
import time

import pytest

from support.api import body, log_in, problem
from support.server import OwnServer
from support.sockets import DeviceSocket
from support.world import Desk, User


@pytest.fixture
def server(target):
    if not target.own:
        pytest.skip("stops and kills servers, so it needs those that the suite starts itself")
    found = OwnServer(target.own.program)
    try:
        yield found.start()
    finally:
        found.stop()


@pytest.fixture
def there(server):
    """The admin's device in a share of that server."""
    admin = User(server.url, log_in(server.url, "admin", server.password)["access_token"])
    return Desk(admin, admin.new_share()["id"])


def back(desk, server):
    """The same device and token, once the server is there again."""
    return Desk(User(server.url, desk.user.token), desk.share_id, desk.device_id)


def test_a_server_that_stops_closes_sockets_with_1001_and_answers_long_polls(server, there):
    found = {}
    head = there.head()

    def wait():
        poller = User(server.url, there.user.token)
        waiting.set()
        found["page"] = body(poller.get("/sync/changes", share_id=there.share_id, cursor=head, wait=60))

    waiting = threading.Event()
    thread = threading.Thread(target=wait)
    thread.start()
    waiting.wait(10)
    with DeviceSocket(server.url, there.device_id, there.user.token) as socket:
        socket.subscribe()
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert socket.close_code() == 1001
    thread.join(10)
    assert found["page"]["changes"] == []
    assert server.process.wait(10) == 0 and time.monotonic() - started < 8


def test_what_was_answered_outlives_a_kill(server, there):
    change = {**there.making("/a", b"one"), "client_change_id": "first"}
    (file,) = there.applied(change)
    (newer,) = there.applied(there.editing(file, b"two"))
    (conflict,) = body(there.apply(there.editing(file, b"three"), conflict_resolution="MANUAL"))["conflicts"]
    position = there.head()
    body(there.user.post("/sync/cursor", share_id=there.share_id, device_id=there.device_id, position=position))
    rows = there.changes(0)
    server.process.kill()
    server.process.wait()
    server.start()
    again = back(there, server)
    assert again.changes(0) == rows and again.contents() == {"/a": b"two"}
    assert again.read(file["resource_id"], version=conflict["local_version_id"]) == b"three"
    assert body(again.status())["cursor_position"] == position
    assert again.conflicts() == [{key: value for key, value in conflict.items() if key != "client_change_id"}]
    assert again.applied(change)[0]["outcome"] == "replayed"
    assert again.file("/b")["position"] > position, "positions go on"


def test_a_cursor_of_a_lost_timeline_is_refused_after_a_backup_was_restored(server, there):
    def admin(*arguments):
        done = subprocess.run([server.program, "admin", *map(str, arguments)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    there.file("/kept", b"kept")
    kept = there.head()
    admin("backup", server.place / "backup", "--data", server.place / "data")
    there.file("/lost", b"lost")
    lost = there.head()
    server.process.terminate()
    assert server.process.wait(10) == 0
    (server.place / "data").rename(server.place / "old data")
    admin("restore", server.place / "backup", "--data", server.place / "data")
    server.start()
    again = Desk(User(server.url, log_in(server.url, "admin", server.password)["access_token"]), there.share_id,
                 there.device_id)
    problem(again.user.get("/sync/changes", cursor=lost), 400, "SYNC_CURSOR_INVALID")
    assert again.changes(kept) == [] and again.contents() == {"/kept": b"kept"}
    newer = again.file("/newer", b"newer")
    assert newer["position"] > lost and newer["position"] >> 32 > kept >> 32, "a new epoch"
    problem(again.user.get("/sync/changes", cursor=lost), 400, "SYNC_CURSOR_INVALID")
    assert [row["resource_id"] for row in again.changes(kept)] == [newer["resource_id"]]
