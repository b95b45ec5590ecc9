"""The server under test, its users, and the table of rows at the end."""

import dataclasses
import os

import pytest

from support.api import Api, body, log_in
from support.description import Description
from support.server import OwnServer
from support.world import Desk, User, unique

ROWS = pytest.StashKey()


def pytest_addoption(parser):
    group = parser.getgroup("conformance")
    group.addoption("--url", default=os.environ.get("URL") or None, help="server to test; without it one is started")
    group.addoption("--login", default=os.environ.get("LOGIN") or None, help="name of a user of that server")
    group.addoption("--password", default=os.environ.get("PASSWORD") or None, help="the user's password")
    group.addoption("--token", default=os.environ.get("TOKEN") or None, help="an access token, instead of a login")


@dataclasses.dataclass
class Target:
    """The server under test. `own` is the process when the suite started it."""

    url: str
    token: str
    login: str | None
    password: str | None
    own: OwnServer | None


@pytest.fixture(scope="session")
def target(request):
    option = request.config.getoption
    if option("--url"):
        url = option("--url").rstrip("/")
        if not option("--token") and not (option("--login") and option("--password")):
            pytest.exit("Give LOGIN and PASSWORD, or TOKEN, of a user of that server.", returncode=2)
        token = option("--token") or log_in(url, option("--login"), option("--password"))["access_token"]
        yield Target(url, token, option("--login"), option("--password"), None)
        return
    own = OwnServer(os.environ.get("TIDELINE"))
    try:
        own.start()
        token = log_in(own.url, "admin", own.password)["access_token"]
        yield Target(own.url, token, "admin", own.password, own)
    finally:
        own.stop()


@pytest.fixture(scope="session", autouse=True)
def description(target):
    """Compares all answers with `/openapi.yaml`, where the server has it."""
    answer = Api(target.url).get("//openapi.yaml")
    Api.description = Description(answer.text) if answer.status_code == 200 else None


@pytest.fixture(scope="session")
def nobody(target):
    """A caller without a token."""
    return Api(target.url)


@pytest.fixture(scope="session")
def user(target):
    """The user whose credentials the suite has."""
    found = User(target.url, target.token)
    yield found
    found.tidy()


@pytest.fixture(scope="session")
def people(target, user):
    """Makes users: `people("ann")` is the same one each time. Tests that need it are skipped without `tenant:admin`."""
    if user.get("/admin/users").status_code != 200:
        pytest.skip("needs a second user, and the credentials have no scope tenant:admin")
    made = {}
    ids = []

    def person(name):
        if name not in made:
            full_name, password = unique(name), unique("password")
            fields = {"name": full_name, "email": f"{full_name}@example.org", "password": password}
            ids.append(body(user.post("/admin/users", json=fields), 201)["id"])
            made[name] = User(target.url, log_in(target.url, full_name, password)["access_token"])
            made[name].password = password
        return made[name]

    yield person
    for found in made.values():
        found.tidy()
    for user_id in ids:
        user.delete(f"/admin/users/{user_id}")


@pytest.fixture(scope="session")
def stranger(people):
    """A user who is in no share of the others."""
    return people("stranger")


@pytest.fixture
def desk(user):
    """A device in a share that is empty and new."""
    found = Desk(user, user.new_share()["id"])
    yield found
    user.tidy()


@pytest.fixture
def friend(people, desk):
    """A contributor to the desk's share, at a device of their own."""
    other = people("friend")
    desk.user.add_member(desk.share_id, other, "contributor")
    found = Desk(other, desk.share_id)
    yield found
    other.tidy()


# The table

def pytest_configure(config):
    config.stash[ROWS] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" or report.outcome != "passed":
        for marker in item.iter_markers("row"):
            item.config.stash[ROWS].setdefault(marker.args[0], []).append(report.outcome)
    return report


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[ROWS]
    if not rows:
        return
    terminalreporter.section("rows of the reference")
    width = max(len(row) for row in rows)
    verdicts = {row: verdict(outcomes) for row, outcomes in rows.items()}
    for row, word in verdicts.items():
        skipped = f", {rows[row].count('skipped')} tests skipped" if "skipped" in rows[row] else ""
        terminalreporter.write_line(f"{row:<{width}}  {word}{skipped}", red=word == "failed", green=word == "passed")
    counts = [list(verdicts.values()).count(word) for word in ("passed", "failed", "skipped")]
    terminalreporter.write_line("{} rows: {} passed, {} failed, {} skipped".format(len(rows), *counts))


def verdict(outcomes):
    """Of a row, by its tests: it holds when all that could run have passed."""
    return next(word for word in ("failed", "passed", "skipped") if word in outcomes)
