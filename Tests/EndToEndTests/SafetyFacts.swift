import Foundation
import Testing

/// What looks like a disaster stops a folder, and the message says how to go on.
@Suite(.serialized, .oneServer)
struct SafetyFacts {
    @Test func `a folder that is gone halts with 4 and deletes nothing`() async throws {
        let (a, b) = try await pair(files: 3)
        try putAside(a)
        let halted = try await a.sync()
        #expect(halted.status == 4 && halted.halted)
        #expect(halted.complaint.contains("is not there") && halted.complaint.contains("--relink"))
        #expect(!a.folder.exists(""))
        #expect(try await b.synced().deleted == 0)
        try FileManager.default.createDirectory(atPath: a.folder.path, withIntermediateDirectories: false)
        #expect(try await a.sync().status == 4)
        try await a.synced("--relink")
        expectSame([a, b])
    }

    @Test func `a folder that lost its marker halts with 4, and relinking deletes nothing`() async throws {
        let (a, b) = try await pair(files: 3)
        try a.folder.remove(".tideline")
        for name in a.folder.names() { try a.folder.remove(name) }
        let halted = try await a.sync()
        #expect(halted.status == 4 && halted.halted)
        #expect(halted.complaint.contains("lost its marker") && halted.complaint.contains("--relink"))
        #expect(try await b.synced().deleted == 0)
        #expect(try await a.synced("--relink").downloaded == 3)
        expectSame([a, b])
    }

    @Test func `a folder of another link in its place halts with 4`() async throws {
        let (a, b) = try await pair(files: 2)
        let (c, _) = try await pair(files: 1)
        try c.folder.write("foreign", "x")
        try putAside(a)
        try FileManager.default.copyItem(atPath: c.folder.path, toPath: a.folder.path)
        let halted = try await a.sync()
        #expect(halted.status == 4 && halted.complaint.contains("is not the folder"), "\(halted)")
        #expect(try await b.synced().downloaded == 0)
        #expect(!b.folder.exists("foreign"))
    }

    @Test func `a mass delete halts with 4 on either side until it is allowed`() async throws {
        let (a, b) = try await pair(files: 30)
        for index in 0..<25 { try a.folder.remove("\(index)") }
        let halted = try await a.sync()
        #expect(halted.status == 4 && halted.complaint.contains("--max-delete all"), "\(halted)")
        #expect(halted.complaint.contains("25 of 30"))
        #expect(try await b.synced().deleted == 0)
        #expect(try await a.synced("--max-delete", "all").deleted == 25)
        let other = try await b.sync()
        #expect(other.status == 4 && other.complaint.contains("--max-delete all"), "\(other)")
        #expect(b.folder.names().count == 30)
        #expect(try await b.synced("--max-delete", "25").deleted == 25)
        expectSame([a, b])
    }

    @Test func `a watch halts on a mass delete and on a folder that goes`() async throws {
        let (a, b) = try await pair(files: 30)
        let one = try a.watch()
        try await one.untilIdle()
        one.program.signal(SIGSTOP)
        for index in 0..<30 { try a.folder.remove("\(index)") }
        one.program.signal(SIGCONT)
        #expect(try await one.program.end(within: 120).status == 4)
        #expect(one.reasons("halted").contains { $0.contains("--max-delete all") }, "\(one.program.output)")
        let two = try b.watch()
        try await two.untilIdle()
        try putAside(b)
        #expect(try await two.program.end(within: 120).status == 4)
        #expect(two.reasons("halted").contains { $0.contains("is not there") }, "\(two.program.output)")
    }

    @Test func `a second client on the same folder is refused, of the same device or of another`() async throws {
        let (a, b) = try await pair(files: 1)
        let watching = try a.watch()
        try await watching.untilIdle()
        let second = try await a.sync()
        #expect(second.status == 1 && second.complaint.contains("Another tideline is at work"), "\(second)")
        let foreign = try await b.run("sync", a.folder.path, "--share", a.share)
        #expect(foreign.status == 1 && foreign.complaint.contains("Another tideline is at work"), "\(foreign)")
        #expect(try await watching.stop() == 130)
        try await a.synced()
    }

    @Test func `a state that is lost or garbage is made anew, and nothing is deleted or doubled`() async throws {
        let (a, b) = try await pair(files: 5)
        let folders = Folder(path: a.home + "/folders")
        for garbage in [Data("no database".utf8), Data(), noise(50_000, seed: 1)] {
            let states = folders.names().filter { $0.hasSuffix(".sqlite") }
            try #require(states.count == 1)
            for name in folders.names() where name.hasPrefix(states[0] + "-") { try folders.remove(name) }
            try folders.write(states[0], garbage)
            try a.folder.write("0", "edited without a state \(garbage.count)")
            try b.folder.write("4", "edited on b \(garbage.count)")
            try await b.synced()
            _ = try await a.sync()
            _ = try await b.sync()
            try await a.synced()
            expectSame([a, b])
            #expect(a.folder.text("4") == "edited on b \(garbage.count)")
            let contents = a.folder.names().compactMap { a.folder.text($0) }
            #expect(contents.contains("edited without a state \(garbage.count)"))
        }
    }

    @Test func `a local delete can be taken back from the trash`() async throws {
        let (a, b) = try await pair(files: 2)
        try a.folder.remove("0")
        try await a.synced()
        try await b.synced()
        let trash = FileManager.default.enumerator(atPath: b.folder.full(".tideline"))
        let kept = (trash?.allObjects as? [String] ?? []).contains { b.folder.text(".tideline/" + $0) == "content 0" }
        #expect(kept)
    }

    @Test func `a disk unmounted inside a folder deletes nothing, and is reported until it is back`() async throws {
        let (a, b) = try await pair(files: 1)
        var couldMount = false
        try await SmallDisk.at(a.folder.full("disk"), mebibytes: 4) { disk in
            guard disk.wrapper.isEmpty else { return }
            couldMount = true
            try a.folder.write("disk/x", "on the disk")
            try await a.synced()
            try await b.synced()
        }
        guard couldMount else { return }
        let away = try await a.sync()
        #expect(away.status == 3 && away.deleted == 0, "\(away)")
        #expect(try await b.synced().deleted == 0)
        #expect(b.folder.text("disk/x") == "on the disk")
        try await a.synced("--relink")
        expectSame([a, b])
    }

    private func putAside(_ device: Device) throws {
        try FileManager.default.moveItem(atPath: device.folder.path, toPath: device.folder.path + " put aside")
    }

    private func pair(files: Int) async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        for index in 0..<files { try devices[0].folder.write("\(index)", "content \(index)") }
        for device in devices { try await device.synced() }
        return (devices[0], devices[1])
    }
}
