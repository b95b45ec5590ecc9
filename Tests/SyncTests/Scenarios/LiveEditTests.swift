import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// People do not stop working while their files are synced.
@Suite struct LiveEditTests {
    private func pair() async throws -> (Sea, Boat, Boat) {
        let sea = try await Sea()
        return (sea, sea.boats[0], sea.boats[1])
    }

    /// Runs `body` whenever the device does this to the path, with how often it did before.
    private func at(
        _ operation: MemoryFolder.Operation, of path: String, on boat: Boat,
        _ body: @escaping @Sendable (MemoryFolder, Int) throws -> Void
    ) {
        let disk = boat.disk
        let count = Mutex(0)
        disk.setFault { asked, name in
            guard asked == operation, name == path else { return }
            try body(
                disk,
                count.withLock { count in
                    defer { count += 1 }
                    return count
                })
        }
    }

    @Test(arguments: [100, 3 << 20])
    func `a file that grows while it is read is never sent torn, and arrives when it rests`(
        _ size: Int
    ) async throws {
        let (sea, a, b) = try await pair()
        try a.save("log", [UInt8](repeating: 0, count: size))
        try a.save("other", "other")
        let judge = sea.judge
        at(.read, of: "log", on: a) { disk, count in
            let grown =
                [UInt8](repeating: UInt8(truncatingIfNeeded: count), count: 1) + (try disk.read("log") ?? []) + [1]
            judge.saved(grown)
            try disk.write("log", grown)
        }
        for _ in 0..<3 {
            let report = try await a.pass()
            #expect(report.isUnfinished && report.skipped.map(\.path) == ["log"])
            try await b.pass()
            #expect(b.texts() == ["other": "other"])
        }
        a.disk.setFault(nil)
        try await sea.calm()
        #expect(try b.disk.read("log") == a.disk.read("log") && b.tree().count == 2)
    }

    @Test(arguments: ["send", "apply", "missing"]) func `an edit during an upload goes up next, and is no conflict`(
        _ moment: String
    ) async throws {
        let (sea, a, b) = try await pair()
        try a.save("x", "first")
        try await sea.calm()
        try a.save("x", "second")
        sea.judge.gaveUp(Array("second".utf8))
        sea.judge.saved(Array("third, typed meanwhile".utf8))
        let disk = a.disk
        a.server.setFault(before: { name throws(RemoteError) in
            if name == moment { try? disk.write("x", "third, typed meanwhile") }
        })
        let report = try await a.pass()
        a.server.setFault()
        #expect(report.conflicts.isEmpty)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.texts() == ["x": "third, typed meanwhile"])
    }

    @Test(arguments: [MemoryFolder.Operation.stage, .writeStaged, .flushStaged, .install])
    func `an edit during a download is kept beside what came`(_ moment: MemoryFolder.Operation) async throws {
        let (sea, a, b) = try await pair()
        try a.save("x", "first")
        try await sea.calm()
        try a.save("x", "from a")
        try await a.pass()
        sea.judge.saved(Array("typed on b meanwhile".utf8))
        let disk = b.disk
        disk.setFault { operation, _ in
            guard operation == moment else { return }
            disk.setFault(nil)
            try disk.write("x", "typed on b meanwhile")
        }
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts().count == 2)
    }

    @Test func `a save in the moment of a delete from elsewhere survives it`() async throws {
        let (sea, a, b) = try await pair()
        try a.save("d/x", "first")
        try await sea.calm()
        try a.remove("d/x")
        try await a.pass()
        sea.judge.saved(Array("saved at the last moment".utf8))
        at(.trash, of: "d/x", on: b) { disk, count in
            if count == 0 { try disk.write("d/x", "saved at the last moment") }
        }
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts() == ["d/x": "saved at the last moment"])
    }

    @Test func `a folder that fills while it is deleted from elsewhere stays with what came into it`() async throws {
        let (sea, a, b) = try await pair()
        try a.save("d/x", "first")
        try await sea.calm()
        try a.remove("d")
        try await a.pass()
        sea.judge.saved(Array("made at the last moment".utf8))
        let disk = b.disk
        disk.setFault { operation, path in
            guard operation == .removeFolder, path == "d" else { return }
            disk.setFault(nil)
            try disk.write("d/new", "made at the last moment")
        }
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(a.texts() == ["d/new": "made at the last moment"])
    }

    @Test func `a move in the middle of a pass is a move`() async throws {
        let (sea, a, b) = try await pair()
        for number in 0..<10 { try a.save("d/\(number)", "content \(number)") }
        try await sea.calm()
        let sent = a.server.bytesSent
        try a.save("d/0", "edited")
        let disk = a.disk
        disk.setFault { operation, path in
            guard operation == .open, path == "d/0" else { return }
            disk.setFault(nil)
            try disk.rename("d", to: "e")
        }
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.tree()["d"] == nil && b.texts()["e/0"] == "edited")
        #expect(a.server.bytesSent - sent == Int64("edited".utf8.count))
    }
}
