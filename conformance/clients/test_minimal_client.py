"""A client that knows only the reference keeps two folders equal, and nothing that was written is lost."""

import pathlib
import random
import shutil

import pytest

from clients.minimal_client import MinimalClient

NAMES = ["a", "b", "c", "d.txt", "e f", "é"]


class Person:
    """Somebody who works in a folder, and knows what they overwrote or deleted."""

    def __init__(self, client, dice, written, removed):
        self.client, self.dice, self.written, self.removed = client, dice, written, removed

    def work(self):
        for _ in range(self.dice.randint(1, 6)):
            self.dice.choice([self.write, self.write, self.edit, self.make_folder, self.move, self.delete])()

    def things(self, kind=lambda path: True):
        return sorted(path for path in self.client.folder.rglob("*") if kind(path))

    def free_place(self):
        folder = self.dice.choice([self.client.folder, *self.things(pathlib.Path.is_dir)])
        place = folder / self.dice.choice(NAMES)
        return None if place.exists() else place

    def new_content(self):
        content = self.dice.randbytes(12).hex()
        self.written.add(content)
        return content

    def write(self):
        if place := self.free_place():
            place.write_text(self.new_content())

    def edit(self):
        if files := self.things(pathlib.Path.is_file):
            file = self.dice.choice(files)
            self.removed.add(file.read_text())
            file.write_text(self.new_content())

    def make_folder(self):
        if place := self.free_place():
            place.mkdir()

    def move(self):
        things, place = self.things(), self.free_place()
        if things and place:
            thing = self.dice.choice(things)
            if thing != place and thing not in place.parents:
                thing.rename(place)

    def delete(self):
        if things := self.things():
            thing = self.dice.choice(things)
            gone = [thing] if thing.is_file() else [path for path in thing.rglob("*") if path.is_file()]
            self.removed.update(path.read_text() for path in gone)
            thing.unlink() if thing.is_file() else shutil.rmtree(thing)


def tree(folder):
    return {str(path.relative_to(folder)): path.read_text() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("seed", range(4))
def test_two_folders_stay_equal_and_nothing_is_lost(desk, friend, tmp_path, seed):
    dice, written, removed, people = random.Random(seed), set(), set(), []
    for user in (desk.user, friend.user) if seed % 2 else (desk.user, desk.user):
        folder = tmp_path / f"folder{len(people)}"
        folder.mkdir()
        device = f"minimal-{seed}-{len(people)}-{desk.share_id}"
        user.made.append(f"/sync/devices/{device}")
        client = MinimalClient(user.url, user.token, desk.share_id, device, folder)
        people.append(Person(client, dice, written, removed))
    for _ in range(15):
        for person in people:
            person.work()
        for person in dice.sample(people, dice.randint(1, 2)):
            person.client.sync()
    for person in people * 2:
        person.client.sync()
    first, second = (tree(person.client.folder) for person in people)
    assert first == second
    assert set(desk.tree()) == {"/" + path for path in first}
    lost = written - removed - set(first.values())
    assert lost == set(), f"of {len(written)} contents"
    assert len(first) > 5 and removed, "the dice made something happen"
    assert all(person.client.status()["pending_changes"] == 0 for person in people)


def test_a_pass_with_nothing_new_writes_nothing(desk, tmp_path):
    client = MinimalClient(desk.user.url, desk.user.token, desk.share_id, desk.device_id, tmp_path)
    (tmp_path / "a").write_text("1")
    client.sync()
    with desk.user.changing_nothing():
        client.sync()
