"""A user's device in a share: the smallest place where something can happen."""

import contextlib
import secrets

from support.api import Api, body
from support.content import cut, manifest, sha256

STRATEGIES = ["LAST_WRITER_WINS", "KEEP_BOTH", "SERVER_WINS", "CLIENT_WINS", "MANUAL"]
DEVICE = {"device_name": "laptop", "platform": "linux", "client_version": "1.2.3"}


def unique(word):
    return f"{word}-{secrets.token_hex(6)}"


def some_ulid():
    """A well-formed ULID that no server has given."""
    return "0" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(25))


class User(Api):
    """A caller with a good token. What it makes is taken away by `tidy`."""

    def __init__(self, url, token):
        super().__init__(url, token)
        self.me = body(self.get("/users/me"))
        self.id = self.me["id"]
        self.made = []

    def new_share(self, name=None, **members):
        share = body(self.post("/shares", json={"name": name or unique("share"), **members}), 201)
        self.made.append(f"/shares/{share['id']}")
        return share

    def new_device(self, device_id=None, **fields):
        """The id of a newly registered device."""
        device_id = device_id or unique("device")
        body(self.post("/sync/devices", json={"device_id": device_id, **DEVICE, **fields}), 201)
        self.made.append(f"/sync/devices/{device_id}")
        return device_id

    def add_member(self, share_id, user, role):
        return body(self.post(f"/shares/{share_id}/members", json={"user_id": user.id, "role": role}), 201)

    def everything(self, cursor, **query):
        """All rows after a cursor, page by page."""
        rows = []
        while True:
            page = body(self.get("/sync/changes", cursor=cursor, **query))
            rows += page["changes"]
            cursor = page["cursor"]
            if not page["has_more"]:
                return rows

    def now(self):
        return body(self.get("/sync/changes"))["cursor"]

    @contextlib.contextmanager
    def changing_nothing(self):
        """Fails when the log that this user sees has grown meanwhile."""
        before = self.now()
        yield
        assert self.everything(before) == [], "something was written"

    def tidy(self):
        for path in reversed(self.made):
            self.delete(path)
        self.made.clear()


class Desk:
    """A device of a user in a share."""

    def __init__(self, user, share_id, device_id=None, **device):
        self.user = user
        self.share_id = share_id
        self.device_id = device_id or user.new_device(**device)
        self.sent = set()

    def another(self, user=None, **device):
        """A second device in the same share; of another user, when one is given."""
        return Desk(user or self.user, self.share_id, **device)

    # Content

    def send(self, content, size=1 << 20):
        """The manifest of content whose chunks the server then has."""
        pieces = cut(content, size)
        self.sent.add(content)
        for piece in pieces:
            body(self.user.put(f"/sync/chunks/{sha256(piece)}", data=piece,
                               headers={"Content-Type": "application/octet-stream"}))
        return manifest(pieces)

    def metadata(self, content, **more):
        return {"size": len(content), "chunks": self.send(content), **more}

    # Changes

    def apply(self, *changes, **members):
        """The answer to a batch; `conflict_resolution` and the like are keyword arguments."""
        return self.user.post("/sync/apply", json={
            "device_id": self.device_id, "share_id": self.share_id, "changes": list(changes), **members})

    def applied(self, *changes, **members):
        """The outcomes of a batch of which everything must have been applied."""
        found = body(self.apply(*changes, **members))
        assert not found["conflicts"] and not found.get("rejected"), found
        assert len(found["applied"]) == len(changes)
        return found["applied"]

    def rejected(self, code, *changes, **members):
        """What is said of a change that must be rejected alone."""
        found = body(self.apply(*changes, **members))
        assert found["applied"] == [] and found["conflicts"] == [], found
        assert [entry["code"] for entry in found["rejected"]] == [code] * len(changes), found
        for index, entry in enumerate(found["rejected"]):
            assert entry["index"] == index and len(entry["detail"]) > 10, entry
        return found["rejected"]

    def file(self, path="/a.txt", content=b"one", **metadata):
        """The outcome of making a file."""
        return self.applied(self.making(path, content, **metadata))[0]

    def folder(self, path="/folder"):
        return self.applied({"resource_type": "folder", "change_type": "created", "new_path": path})[0]

    def making(self, path, content, **metadata):
        return {"resource_type": "file", "change_type": "created", "new_path": path,
                "metadata": self.metadata(content, **metadata)}

    def editing(self, file, content, base="head", **metadata):
        """A change of a file's content. `file` is an outcome; `base` a version, or the one that made it."""
        return {"resource_type": "file", "change_type": "updated", "resource_id": file["resource_id"],
                "base_version_id": file["version_id"] if base == "head" else base,
                "metadata": self.metadata(content, **metadata)}

    def moving(self, thing, path, old_path="known", change_type="moved"):
        change = {"resource_type": thing["resource_type"], "change_type": change_type,
                  "resource_id": thing["resource_id"], "new_path": path}
        if old_path:
            change["old_path"] = thing["path"] if old_path == "known" else old_path
        return change

    def deleting(self, thing, base="head"):
        change = {"resource_type": thing["resource_type"], "change_type": "deleted",
                  "resource_id": thing["resource_id"]}
        if thing["resource_type"] == "file" and base:
            change["base_version_id"] = thing["version_id"] if base == "head" else base
        return change

    # What there is

    def changes(self, cursor, **query):
        return self.user.everything(cursor, share_id=self.share_id, **query)

    def head(self):
        return body(self.user.get("/sync/changes", share_id=self.share_id))["cursor"]

    def status(self, **query):
        return self.user.get("/sync/status", **{"share_id": self.share_id, "device_id": self.device_id, **query})

    def tree(self):
        """Paths with what they hold: the content's SHA-256, or None for a folder."""
        entries = []
        token = None
        while True:
            page = body(self.user.get("/sync/snapshot", share_id=self.share_id, page_token=token))
            entries += page["entries"]
            token = page["next_page_token"]
            if not page["has_more"]:
                return {entry["path"]: entry["metadata"].get("checksum_sha256") for entry in entries}

    def paths(self):
        return sorted(self.tree())

    def contents(self):
        """Paths of files with the bytes that a download gives."""
        page = body(self.user.get("/sync/snapshot", share_id=self.share_id))
        return {entry["path"]: self.read(entry["resource_id"])
                for entry in page["entries"] if entry["resource_type"] == "file"}

    def read(self, file_id, **query):
        answer = self.user.get(f"/sync/download/{file_id}", **query)
        assert answer.status_code == 200, answer.text[:600]
        return answer.content

    def conflicts(self, **query):
        return body(self.user.get("/sync/conflicts", share_id=self.share_id, **query))

    def recoverable(self):
        """Every content that can be had back: of all versions of what is live, and, once restored, of what is in the trash."""
        while items := body(self.user.get("/trash", share_id=self.share_id))["items"]:
            for item in items:
                place = {"name": unique("restored"), "parent_id": None}
                body(self.user.post(f"/trash/{item['id']}/restore", json=place))
        found = set()
        for entry in body(self.user.get("/sync/snapshot", share_id=self.share_id))["entries"]:
            if entry["resource_type"] == "file":
                versions = body(self.user.get(f"/files/{entry['resource_id']}/versions"))["versions"]
                found |= {self.read(entry["resource_id"], version=one["version_id"]) for one in versions}
        return found
