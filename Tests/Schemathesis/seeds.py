"""Things that are there, so that more than refusals is tested."""

import hashlib
import os
import threading

import requests

URL = os.environ["TIDELINE_URL"]
PASSWORD = os.environ["TIDELINE_PASSWORD"]
CHUNK = b"high tide at noon\n"
HASH = hashlib.sha256(CHUNK).hexdigest()
DEVICE = "seeds"

session = requests.Session()
lock = threading.Lock()


def call(method, path, status=(200, 201, 204), **arguments):
    answer = session.request(method, URL + path, timeout=30, **arguments)
    assert answer.status_code in status, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


def log_in():
    form = {"grant_type": "password", "username": "admin", "password": PASSWORD}
    session.headers["Authorization"] = "Bearer " + call("POST", "/api/v1/auth/token", data=form)["access_token"]


def revive_device():
    device = {"device_id": DEVICE, "device_name": "seeds", "platform": "linux", "client_version": "1.0.0"}
    call("POST", "/api/v1/sync/devices", json=device)
    call("PATCH", f"/api/v1/sync/devices/{DEVICE}", json={"is_active": True})


def apply(share, *changes, resolution="KEEP_BOTH"):
    batch = {"device_id": DEVICE, "share_id": share, "conflict_resolution": resolution, "changes": list(changes)}
    return call("POST", "/api/v1/sync/apply", json=batch)


def written(change_type, version=None, content=HASH, **place):
    chunks = {"chunks": [{"hash": content, "size": len(CHUNK)}]}
    return {"resource_type": "file", "change_type": change_type, "base_version_id": version, "metadata": chunks, **place}


class Seeds:
    """A share with a folder, a file of two versions, an open conflict and an upload, and a user who is not in it."""

    def ids(self):
        return {self.share, self.folder, self.file, self.conflict, self.user, self.upload}

    def __init__(self, number):
        revive_device()
        self.share = call("POST", "/api/v1/shares", json={"name": f"Seeds {number}"})["id"]
        other = bytes(reversed(CHUNK))
        for content in (CHUNK, other):
            call("PUT", f"/api/v1/sync/chunks/{hashlib.sha256(content).hexdigest()}", data=content)
        folder = {"resource_type": "folder", "change_type": "created", "new_path": "/Plans"}
        made = apply(self.share, folder, written("created", new_path="/Plans/a.txt"))["applied"]
        self.folder, self.file = (one["resource_id"] for one in made)
        first = made[1]["version_id"]
        changed = hashlib.sha256(other).hexdigest()
        second = apply(self.share, written("updated", first, changed, resource_id=self.file))["applied"][0]
        self.version = second["version_id"]
        third = written("updated", first, resource_id=self.file)
        third["metadata"]["executable"] = True
        conflicts = apply(self.share, third, resolution="MANUAL")["conflicts"]
        self.conflict = conflicts[0]["id"]
        name = f"seed{number}"
        user = {"name": name, "email": f"{name}@example.org", "password": PASSWORD}
        self.user = call("POST", "/api/v1/admin/users", json=user)["id"]
        upload = {"share_id": self.share, "file_name": "b.txt", "file_size": len(CHUNK), "chunk_size": 1024}
        self.upload = call("POST", "/api/v1/uploads", json=upload)["session_id"]
        self.cursor = call("GET", "/api/v1/sync/changes")["cursor"]
        self.login = name
