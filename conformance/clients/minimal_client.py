"""The smallest honest sync client: it knows the calls of the sync reference and nothing else.

    python minimal_client.py URL TOKEN SHARE_ID DEVICE_ID FOLDER

keeps FOLDER equal to the share until Ctrl-C. Each pass sends what changed here (`apply`, strategy KEEP_BOTH), reads what
changed there (`changes`), makes the folder as the server has it, and acknowledges (`cursor`). Sending comes first: once
the server has everything of ours, in the place we wanted or as a conflicted copy, replacing the folder loses nothing.
It keeps names and content only, holds files in memory, and must be alone in its folder during a pass.
"""

import hashlib
import os
import pathlib
import secrets
import shutil
import sys
import time

import requests


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def new_id(prefix):
    """A client may choose the ids of what it creates, and so fill a new folder in the same batch."""
    return prefix + "0" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(25))


class MinimalClient:
    def __init__(self, url, token, share_id, device_id, folder):
        self.url = url + "/api/v1/sync"
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"Bearer {token}"
        self.who = {"share_id": share_id, "device_id": device_id}
        self.folder = pathlib.Path(folder)
        self.nodes = {}  # id: the last row about it; what the server had after the last pass, and so had we
        self.inodes = {}  # inode: id; how a move is told from a delete and a new file
        self.cursor = 0  # before the first row of the log
        self.call("POST", "/devices", json={
            "device_id": device_id, "device_name": device_id, "platform": "cli", "client_version": "1.0.0"})

    def call(self, method, path, **rest):
        answer = self.http.request(method, self.url + path, timeout=60, **rest)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer

    def sync(self):
        """One pass."""
        self.push()
        self.pull()
        self.install()
        self.call("POST", "/cursor", params={**self.who, "position": self.cursor})

    def status(self):
        return self.call("GET", "/status", params=self.who).json()

    # What we have

    def scan(self):
        """Paths below the folder, parents first; None for a folder, content for a file."""
        found = {}
        for place, folders, files in sorted(os.walk(self.folder)):
            for name in folders + files:
                path = pathlib.Path(place) / name
                found[path.relative_to(self.folder)] = path.read_bytes() if name in files else None
        return dict(sorted(found.items(), key=lambda entry: len(entry[0].parts)))

    def known_ids(self, found):
        """Which thing of the server each path is: by inode, else by being where that thing was."""
        known = {}
        for path, content in found.items():
            kind = "folder" if content is None else "file"
            node = self.inodes.get((self.folder / path).stat().st_ino)
            if node in self.nodes and self.nodes[node]["resource_type"] == kind and node not in known.values():
                known[path] = node
        for path, content in found.items():
            for node, row in self.nodes.items():
                if (path not in known and node not in known.values() and self.path(node) == path
                        and row["resource_type"] == ("folder" if content is None else "file")):
                    known[path] = node
        return known

    # Here to there

    def push(self):
        found = self.scan()
        known = self.known_ids(found)
        ids = {pathlib.Path("."): None, **known}
        changes = []
        for path, content in found.items():
            place = {"parent_id": ids[path.parent], "name": path.name}
            if path not in known:
                ids[path] = new_id("fld_" if content is None else "fil_")
                changes.append(self.change(ids[path], "created", content, **place))
                continue
            row = self.nodes[known[path]]
            if (row["parent_id"], self.name(row)) != (place["parent_id"], place["name"]):
                changes.append(self.change(known[path], "moved", **place))
            if content is not None and row["metadata"]["checksum_sha256"] != sha256(content):
                changes.append(self.change(known[path], "updated", content, base_version_id=row["version_id"]))
        gone = set(self.nodes) - set(known.values())
        deletes = [self.change(node, "deleted", base_version_id=self.nodes[node]["version_id"])
                   for node in gone if self.nodes[node]["parent_id"] not in gone]
        # Files go first, since their names may be taken anew; folders last, since things may have moved out of them.
        files = [one for one in deletes if one["resource_type"] == "file"]
        changes = files + changes + [one for one in deletes if one["resource_type"] == "folder"]
        for first in range(0, len(changes), 1000):
            self.apply(changes[first:first + 1000])

    def change(self, node, change_type, content=None, **members):
        """A proposed change; its content is sent at once."""
        kind = "folder" if node.startswith("fld_") else "file"
        change = {"client_change_id": secrets.token_hex(16), "resource_type": kind, "resource_id": node,
                  "change_type": change_type, **members}
        if kind == "file" and content is not None:
            chunks = [content[at:at + (1 << 20)] for at in range(0, len(content), 1 << 20)]
            for chunk in chunks:
                self.call("PUT", f"/chunks/{sha256(chunk)}", data=chunk)
            change["metadata"] = {"size": len(content), "checksum_sha256": sha256(content),
                                  "chunks": [{"hash": sha256(chunk), "size": len(chunk)} for chunk in chunks]}
        return change

    def apply(self, changes):
        answer = self.call("POST", "/apply", json={
            **self.who, "conflict_resolution": "KEEP_BOTH", "base_cursor": self.cursor, "changes": changes}).json()
        if answer["rejected"]:
            raise RuntimeError(f"The server did not take {answer['rejected']}")

    # There to here

    def pull(self):
        more = True
        while more:
            query = {"share_id": self.who["share_id"], "cursor": self.cursor}
            page = self.call("GET", "/changes", params=query).json()
            for row in page["changes"]:
                if row["resource_type"] == "share":
                    continue
                if row["change_type"] == "deleted":
                    self.forget(row["resource_id"])
                else:
                    self.nodes[row["resource_id"]] = row
            self.cursor, more = page["cursor"], page["has_more"]

    def forget(self, node):
        """One row tells of a folder and of all that is in it."""
        self.nodes.pop(node, None)
        for child in [one for one, row in self.nodes.items() if row["parent_id"] == node]:
            self.forget(child)

    @staticmethod
    def name(row):
        return row["new_path"].rsplit("/", 1)[1]

    def path(self, node):
        """A moved folder is one row, so paths come from parents; `new_path` is of when the row was written."""
        row = self.nodes[node]
        return (self.path(row["parent_id"]) if row["parent_id"] else pathlib.Path(".")) / self.name(row)

    def install(self):
        """Makes the folder as the server has it."""
        found = self.scan()
        have = {sha256(content): content for content in found.values() if content is not None}
        wanted = {self.path(node): node for node in self.nodes}
        for path in reversed(found):
            node = wanted.get(path)
            stays = node and (self.nodes[node]["resource_type"] == "folder") == (found[path] is None)
            if not stays:
                shutil.rmtree(self.folder / path) if found[path] is None else (self.folder / path).unlink()
        for path, node in sorted(wanted.items(), key=lambda entry: len(entry[0].parts)):
            target, row = self.folder / path, self.nodes[node]
            if row["resource_type"] == "folder":
                target.mkdir(exist_ok=True)
            elif not target.exists() or sha256(target.read_bytes()) != row["metadata"]["checksum_sha256"]:
                target.write_bytes(self.content(node, row["metadata"]["checksum_sha256"], have))
        self.inodes = {(self.folder / path).stat().st_ino: node for path, node in wanted.items()}

    def content(self, node, checksum, have):
        content = have.get(checksum)
        if content is None:
            query = {"version": self.nodes[node]["version_id"]}
            content = self.call("GET", f"/download/{node}", params=query).content
        if sha256(content) != checksum:
            raise RuntimeError(f"{self.path(node)} arrived damaged")
        return content


if __name__ == "__main__":
    client = MinimalClient(*sys.argv[1:])
    while True:
        client.sync()
        time.sleep(1)
