import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// What is quick does not wait for what takes long.
@Suite struct LongTransferTests {
    private static let size = 40 << 20

    private let long: [UInt8] = {
        var generator = SplitMix64(seed: 1)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        while bytes.count < Self.size { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
        return bytes
    }()

    private func pressedPass(_ boat: Boat) async throws -> PassReport {
        try await boat.engine.pass(.everything, allowing: .unlimited) { true }
    }

    @Test func `small files go up and come down before a long one goes up`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try b.disk.write("from b", "1")
        try await b.pass()
        try a.disk.write("a long one", long)
        try a.disk.write("small", "2")
        let order = Mutex<[String]>([])
        let disk = a.disk
        a.server.censor { batch throws(RemoteError) in
            for case .createFile(let place, _) in batch.changes.map(\.action) {
                order.withLock { $0.append(place.name.text) }
            }
            let isThere = (try? disk.entry("from b")) != nil
            order.withLock { if isThere { $0.append("from b") } }
        }
        try await a.pass()
        #expect(order.withLock { $0 } == ["small", "a long one", "from b"])
    }

    @Test func `chunks that do not make up the announced file are not put in its place`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("long", long)
        try await a.pass()
        let (real, other) = (Digest(of: long).hex, Digest(of: [1]).hex)
        b.server.forge { $0.replacing(real, with: other) }
        let report = try await b.pass()
        #expect(report.skipped.map(\.path) == ["long"] && b.tree().isEmpty)
        b.server.forge(nil)
        await b.engine.startOver()
        _ = try await b.pass()
        #expect(b.tree() == a.tree())
    }

    @Test func `a long upload makes way, and goes on where it was`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("long", long)
        let first = try await pressedPass(a)
        #expect(first.isPaused && first.isUnfinished && first.uploaded == 0)
        #expect(first.bytesSent >= Limits.transferSliceBytes && first.bytesSent < Self.size)
        try a.disk.write("small", "2")
        let second = try await pressedPass(a)
        #expect(second.isPaused && second.uploaded == 1)
        var sent = first.bytesSent + second.bytesSent
        while true {
            let report = try await pressedPass(a)
            sent += report.bytesSent
            guard report.isPaused else { break }
        }
        #expect(sent == Self.size + 1)
        try await b.pass()
        #expect(try b.disk.read("long") == long && b.tree().count == 2)
    }

    @Test func `a long download makes way, and goes on where it was`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("long", long)
        try await a.pass()
        let first = try await pressedPass(b)
        #expect(first.isPaused && first.downloaded == 0 && first.bytesReceived >= Limits.transferSliceBytes)
        try a.disk.write("small", "2")
        try await a.pass()
        let second = try await pressedPass(b)
        #expect(second.isPaused && second.downloaded == 1)
        var received = first.bytesReceived + second.bytesReceived
        while true {
            let report = try await pressedPass(b)
            received += report.bytesReceived
            guard report.isPaused else { break }
        }
        #expect(received == Self.size + 1)
        #expect(try b.disk.read("long") == long && b.tree().count == 2)
    }
}
