"""The table of conflicts: for each kind a case over HTTP, and what there must be after each strategy.

A state is written as paths with contents (None for a folder); `~` in a path stands for ` (conflicted copy, …)`.
"""

import dataclasses
import re

COPY = re.compile(r" \(conflicted copy, [^/()]+, \d{4}-\d\d-\d\d\)( \d+)?")
LONG_AGO = "2020-01-01T00:00:00Z"


@dataclasses.dataclass
class Case:
    """A change that is in conflict, and the states that each side's victory leads to."""

    kind: str
    change: dict
    client: dict
    server: dict
    both: dict
    manual: dict
    members: dict = dataclasses.field(default_factory=dict)
    rejected: bool = False
    """Whether the change is also rejected where the server wins: it has no effect at all."""

    @property
    def strict_code(self):
        """What a batch without a strategy is refused with: stale only where the base is an older version of the file."""
        is_stale = "base_version_id" in self.change and self.kind in ("edit_edit", "delete_edit")
        return "SYNC_VERSION_STALE" if is_stale else "SYNC_CONFLICT"

    def expected(self, strategy, written):
        if strategy == "LAST_WRITER_WINS":
            return self.client if written == "later" and self.kind != "delete_edit" else self.server
        return {"CLIENT_WINS": self.client, "SERVER_WINS": self.server, "KEEP_BOTH": self.both,
                "MANUAL": self.manual}[strategy]


def state(desk):
    """What there is, with `~` for the marks of conflicted copies."""
    contents = desk.contents()
    return {COPY.sub("~", path): contents.get(path) for path in desk.paths()}


def edit_edit(server, client):
    file = server.file("/a.txt", b"base")
    server.applied(server.editing(file, b"server"))
    return Case("edit_edit", client.editing(file, b"client"),
                client={"/a.txt": b"client"}, server={"/a.txt": b"server"},
                both={"/a.txt": b"server", "/a~.txt": b"client"}, manual={"/a.txt": b"server"})


def edit_delete(server, client):
    file = server.file("/a.txt", b"base")
    server.applied(server.deleting(file))
    edited = {"/a.txt": b"client"}
    return Case("edit_delete", client.editing(file, b"client"), client=edited, server={}, both=edited, manual={})


def edit_delete_of_the_folder(server, client):
    folder, file = server.folder("/f"), server.file("/f/a.txt", b"base")
    server.applied(server.deleting(folder))
    edited = {"/f": None, "/f/a.txt": b"client"}
    return Case("edit_delete", client.editing(file, b"client"), client=edited, server={}, both=edited, manual={})


def delete_edit(server, client):
    file = server.file("/a.txt", b"base")
    server.applied(server.editing(file, b"server"))
    edited = {"/a.txt": b"server"}
    return Case("delete_edit", client.deleting(file), client={}, server=edited, both=edited, manual=edited)


def delete_edit_of_a_folder(server, client):
    folder, file = server.folder("/f"), server.file("/f/a.txt", b"base")
    seen = server.head()
    server.applied(server.editing(file, b"server"))
    edited = {"/f": None, "/f/a.txt": b"server"}
    return Case("delete_edit", client.deleting(folder), client={}, server=edited, both=edited, manual=edited,
                members={"base_cursor": seen})


def name_collision(server, client):
    server.file("/a.txt", b"server")
    copied = {"/a.txt": b"server", "/a~.txt": b"client"}
    return Case("name_collision", client.making("/a.txt", b"client"),
                client={"/a.txt": b"client", "/a~.txt": b"server"}, server=copied, both=copied, manual=copied)


def name_collision_of_case_and_composition(server, client):
    server.file("/Stra\u00dfe e\u0301", b"server")
    copied = {"/Stra\u00dfe \u00e9": b"server", "/STRASSE \u00c9~": b"client"}
    return Case("name_collision", client.making("/STRASSE \u00c9", b"client"),
                client={"/STRASSE \u00c9": b"client", "/Stra\u00dfe \u00e9~": b"server"},
                server=copied, both=copied, manual=copied)


def name_collision_by_renaming(server, client):
    file = client.file("/mine.txt", b"client")
    server.file("/a.txt", b"server")
    copied = {"/a.txt": b"server", "/a~.txt": b"client"}
    return Case("name_collision", client.moving(file, "/a.txt", change_type="renamed"),
                client={"/a.txt": b"client", "/a~.txt": b"server"}, server=copied, both=copied, manual=copied)


def name_collision_of_file_and_folder(server, client):
    server.folder("/a")
    copied = {"/a": None, "/a~": b"client"}
    return Case("name_collision", client.making("/a", b"client"),
                client={"/a": b"client", "/a~": None}, server=copied, both=copied, manual=copied)


def move_move(server, client):
    file = server.file("/a.txt", b"base")
    folders = [server.folder("/here"), server.folder("/there")]
    seen = server.head()
    server.applied(server.moving(file, "/here/a.txt"))
    here = {"/here": None, "/there": None, "/here/a.txt": b"base"}
    there = {"/here": None, "/there": None, "/there/a.txt": b"base"}
    change = {"resource_type": "file", "change_type": "moved", "resource_id": file["resource_id"],
              "parent_id": folders[1]["resource_id"], "name": "a.txt"}
    return Case("move_move", change, client=there, server=here, both=here, manual=here, members={"base_cursor": seen})


def move_delete(server, client):
    file = server.file("/a.txt", b"base")
    server.applied(server.deleting(file))
    moved = {"/b.txt": b"base"}
    return Case("move_delete", client.moving(file, "/b.txt", change_type="renamed"),
                client=moved, server={}, both=moved, manual={})


def parent_deleted(server, client):
    folder = server.folder("/f")
    server.applied(server.deleting(folder))
    change = {**client.making(None, b"client"), "parent_id": folder["resource_id"], "name": "a.txt"}
    made = {"/f": None, "/f/a.txt": b"client"}
    return Case("parent_deleted", change, client=made, server={}, both=made, manual={})


def parent_deleted_for_a_folder(server, client):
    folder = server.folder("/f")
    server.applied(server.deleting(folder))
    change = {"resource_type": "folder", "change_type": "created", "parent_id": folder["resource_id"], "name": "g"}
    made = {"/f": None, "/f/g": None}
    return Case("parent_deleted", change, client=made, server={}, both=made, manual={}, rejected=True)


def parent_deleted_by_moving(server, client):
    folder, file = server.folder("/f"), client.file("/a.txt", b"client")
    server.applied(server.deleting(folder))
    change = {"resource_type": "file", "change_type": "moved", "resource_id": file["resource_id"],
              "parent_id": folder["resource_id"], "name": "a.txt"}
    moved, stays = {"/f": None, "/f/a.txt": b"client"}, {"/a.txt": b"client"}
    return Case("parent_deleted", change, client=moved, server=stays, both=moved, manual=stays)


def cycle(server, client):
    first, second = server.folder("/a"), server.folder("/b")
    server.applied(server.moving(second, "/a/b"))
    change = {"resource_type": "folder", "change_type": "moved", "resource_id": first["resource_id"],
              "parent_id": second["resource_id"], "name": "a"}
    stays = {"/a": None, "/a/b": None}
    return Case("cycle", change, client=stays, server=stays, both=stays, manual=stays)


CASES = [edit_edit, edit_delete, edit_delete_of_the_folder, delete_edit, delete_edit_of_a_folder, name_collision,
         name_collision_of_case_and_composition, name_collision_by_renaming, name_collision_of_file_and_folder,
         move_move, move_delete, parent_deleted, parent_deleted_for_a_folder, parent_deleted_by_moving, cycle]
KINDS = ["edit_edit", "edit_delete", "delete_edit", "name_collision", "move_move", "move_delete", "parent_deleted",
         "cycle"]
