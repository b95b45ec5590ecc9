import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Disks that are mounted inside a synced folder come and go; what they hold does not.
@Suite struct MountTests {
    private struct Scene {
        let sea: Sea
        let a: Boat
        let b: Boat
        let disk: MemoryFolder.Volume
    }

    /// Both devices have `disk/x` and `plain`; on the first, `disk` is a mounted one.
    private func scene(at path: String = "disk") async throws -> Scene {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.mkdir(path)
        let disk = try a.disk.mount(path)
        try a.disk.write(path + "/x", "on the disk")
        try a.disk.write("plain", "1")
        try await sea.calm()
        return Scene(sea: sea, a: a, b: b, disk: disk)
    }

    private func text(_ boat: Boat, _ path: String) -> String? {
        boat.tree()[path].flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [true, false])
    func `a disk that is not mounted waits, and all else goes on`(_ looksAtAll: Bool) async throws {
        let scene = try await scene()
        let (a, b) = (scene.a, scene.b)
        try a.disk.unmount("disk", scene.disk)
        try a.disk.write("disk/stray", "under the disk")
        try a.disk.write("plain", "22")
        try b.disk.write("disk/y", "new on b")
        try await b.pass()
        for scope in looksAtAll
            ? [.everything, .everything] : [SyncEngine.Scope.folders([""], deep: ["disk"]), .nothing]
        {
            let report = try await a.pass(scope)
            #expect(report.deleted == 0 && report.downloaded == 0)
            #expect(report.skipped.map(\.path) == ["disk"])
        }
        try await b.pass()
        #expect(text(b, "disk/x") == "on the disk" && text(b, "plain") == "22")
        #expect(text(a, "disk/y") == nil && text(b, "disk/stray") == nil)
        _ = try a.disk.mount("disk", scene.disk)
        try await a.pass(looksAtAll ? .everything : .folders([""], deep: ["disk"]))
        #expect(try await a.pass(.nothing).skipped.isEmpty)
        #expect(text(a, "disk/y") == "new on b" && a.tree() == b.tree())
    }

    @Test func `another disk in its place deletes nothing and takes nothing`() async throws {
        let scene = try await scene()
        let (a, b) = (scene.a, scene.b)
        try a.disk.unmount("disk", scene.disk)
        let other = try a.disk.mount("disk")
        try a.disk.write("disk/z", "of another disk")
        let report = try await a.pass()
        #expect(report.deleted == 0 && report.uploaded == 0 && report.skipped.map(\.path) == ["disk"])
        try a.disk.unmount("disk", other)
        _ = try a.disk.mount("disk", scene.disk)
        try await scene.sea.calm()
        #expect(a.tree() == b.tree() && text(b, "disk/x") == "on the disk")
    }

    @Test func `a disk laid over a synced folder hides what is in it, and deletes nothing`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/x", "1")
        try await sea.calm()
        let disk = try a.disk.mount("d")
        #expect(try await a.pass().skipped.map(\.path) == ["d"])
        try await b.pass()
        #expect(text(b, "d/x") == "1")
        try a.disk.unmount("d", disk)
        #expect(try await a.pass().skipped.isEmpty)
    }

    @Test(arguments: ["disk", "above/disk"])
    func `a place that goes with its disk is not deleted, nor what it lay in`(_ path: String) async throws {
        let scene = try await scene(at: path)
        let (a, b) = (scene.a, scene.b)
        try a.disk.unmount(path, scene.disk)
        try a.disk.remove(String(path.prefix { $0 != "/" }))
        for scope in [SyncEngine.Scope.everything, .nothing, .nothing] {
            #expect(try await a.pass(scope).skipped.map(\.path) == [path])
        }
        try await b.pass()
        #expect(text(b, path + "/x") == "on the disk")
    }

    @Test func `a disk that goes while it is read deletes nothing`() async throws {
        let scene = try await scene()
        let (disk, volume) = (scene.a.disk, scene.disk)
        disk.setFault { operation, path in
            guard operation == .list, path == "disk" else { return }
            disk.setFault(nil)
            try disk.unmount("disk", volume)
        }
        #expect(try await scene.a.pass().deleted == 0)
        try await scene.b.pass()
        #expect(text(scene.b, "disk/x") == "on the disk")
    }

    @Test func `a folder on a disk that is mounted elsewhere now has moved`() async throws {
        let scene = try await scene()
        let (a, b) = (scene.a, scene.b)
        try a.disk.unmount("disk", scene.disk)
        try a.disk.mkdir("elsewhere")
        _ = try a.disk.mount("elsewhere", scene.disk)
        let report = try await a.pass()
        #expect(report.moved == 1 && report.deleted == 0)
        try await scene.sea.calm()
        #expect(a.tree() == b.tree() && text(b, "elsewhere/x") == "on the disk")
    }

    /// `disk/x` and `disk/y` change places on the second device.
    private func swapNames(_ scene: Scene) async throws {
        try scene.a.disk.write("disk/y", "the other")
        try await scene.sea.calm()
        let disk = scene.b.disk
        try disk.rename("disk/x", to: "disk/z")
        try disk.rename("disk/y", to: "disk/x")
        try disk.rename("disk/z", to: "disk/y")
        try await scene.b.pass()
    }

    @Test func `a disk on which nothing can be put back waits alone`() async throws {
        let scene = try await scene()
        let (a, b) = (scene.a, scene.b)
        try await swapNames(scene)
        a.disk.setFault { operation, path in if operation == .unpark { throw LocalError.permissionDenied(path) } }
        try await a.pass()
        #expect(a.disk.parkedCount() == 1)
        try a.disk.write("plain", "22")
        for restarts in [false, true] {
            if restarts { a.restart() }
            let report = try await a.pass()
            #expect(report.deleted == 0 && report.skipped.map(\.path) == ["disk"])
        }
        try await b.pass()
        #expect(text(b, "plain") == "22" && text(b, "disk/x") == "the other" && text(b, "disk/y") == "on the disk")
        a.disk.setFault(nil)
        try await scene.sea.calm()
        #expect(a.tree() == b.tree() && a.disk.parkedCount() == 0)
    }

    @Test func `a folder that took the name of our own is left out, and not deleted elsewhere`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("d/x", "1")
        try await sea.calm()
        try a.disk.rename("d", toRawName: Array(".Tideline".utf8))
        let report = try await a.pass()
        #expect(report.deleted == 0 && report.skipped.map(\.path) == [".Tideline"])
        try await b.pass()
        #expect(text(b, "d/x") == "1")
    }

    @Test(arguments: [false, true])
    func `what is moving on a disk that goes is back when the disk is`(_ restarts: Bool) async throws {
        let scene = try await scene()
        let (a, b, volume) = (scene.a, scene.b, scene.disk)
        try await swapNames(scene)
        let disk = a.disk
        disk.setFault { operation, _ in
            guard operation == .unpark else { return }
            disk.setFault(nil)
            try disk.unmount("disk", volume)
        }
        try await a.pass()
        #expect(disk.parkedCount() == 1)
        if restarts { a.restart() }
        try await a.pass()
        _ = try disk.mount("disk", volume)
        #expect(try await a.pass().deleted == 0)
        try await scene.sea.calm()
        #expect(a.tree() == b.tree() && disk.parkedCount() == 0)
        #expect(text(b, "disk/x") == "the other" && text(b, "disk/y") == "on the disk")
    }

    @Test func `files on a disk are deleted like any others`() async throws {
        let scene = try await scene()
        try scene.a.disk.remove("disk/x")
        #expect(try await scene.a.pass().deleted == 1)
        try await scene.b.pass()
        #expect(text(scene.b, "disk/x") == nil)
    }
}
