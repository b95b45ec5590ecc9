import Logging
import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Content on its way: what is told of it, what happens when it is lost, and how quickly it can be stopped.
@Suite struct TransferTests {
    private final class Listener: SyncObserver {
        private let heard = Mutex<[SyncEvent]>([])
        func tell(_ event: SyncEvent) { heard.withLock { $0.append(event) } }
        var events: [SyncEvent] { heard.withLock { $0 } }

        /// Whether all that began has ended whole, and has as many bytes as were told at its start.
        func addsUp(_ direction: TransferDirection, files: Int) -> Bool {
            var sizes: [String: Int64] = [:]
            var ended = 0
            for event in events {
                switch event {
                case .started(direction, let path, let bytes): sizes[path] = bytes
                case .advanced(direction, let path, let bytes): sizes[path, default: 0] -= bytes
                case .ended(direction, _, isWhole: true): ended += 1
                default: continue
                }
            }
            return ended == files && sizes.count == files && sizes.values.allSatisfy { $0 == 0 }
        }
    }

    private func engine(of boat: Boat, _ listener: Listener) -> SyncEngine {
        SyncEngine(
            disk: boat.disk, server: boat.server, state: boat.state, ids: CountingIDs(after: 70_000_000),
            strategy: .keepBoth, logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() }, observer: listener)
    }

    private static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    @Test func `an observer hears of every byte once, up and down`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        let large = Self.noise(3 << 20, seed: 1)
        try a.disk.write("large", large)
        try a.disk.write("again", large)
        for index in 0..<20 { try a.disk.write("small \(index)", Self.noise(index * 100 + 1, seed: UInt64(index))) }
        let (up, down) = (Listener(), Listener())
        _ = try await engine(of: a, up).pass(.everything)
        _ = try await engine(of: b, down).pass(.everything)
        #expect(up.addsUp(.up, files: 22))
        #expect(down.addsUp(.down, files: 22))
        #expect(up.events.last == .passEnded && down.events.last == .passEnded)
        let sizes = (0..<20).reduce(Int64(2 * large.count)) { $0 + Int64($1 * 100 + 1) }
        let totals = TransferTotals(filesUp: 22, filesDown: 0, bytesUp: sizes, bytesDown: 0)
        #expect(up.events.contains(.planned(totals)))
        #expect(b.tree().count == 22)
    }

    @Test func `chunks that the server lost between sending and committing are sent again`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        let content = Self.noise(2 << 20, seed: 2)
        try a.disk.write("file", content)
        let clock = sea.clock
        let isFirst = Mutex(true)
        a.server.censor { _ throws(RemoteError) in
            let now = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            if now { clock.advance(seconds: Limits.chunkGrantSeconds + 1) }
        }
        let first = try await a.pass()
        #expect(first.uploaded == 0 && first.isUnfinished)
        let second = try await a.pass()
        #expect(second.uploaded == 1 && second.bytesSent == content.count && !second.isUnfinished)
        #expect(try await sea.serverTree()["file"] == content)
    }

    @Test func `reading a long file stops soon after it is cancelled`() async throws {
        let sea = try await Sea()
        let a = sea.boats[0]
        try a.disk.write("long", [UInt8](repeating: 1, count: 40 << 20))
        let reads = Mutex(0)
        let running = Mutex<Task<PassReport, any Error>?>(nil)
        a.disk.setFault { operation, _ in
            guard operation == .read else { return }
            reads.withLock { $0 += 1 }
            while running.withLock({ $0 == nil }) {}
            running.withLock { $0?.cancel() }
        }
        let engine = a.engine
        let task = Task { try await engine.pass(.everything) }
        running.withLock { $0 = task }
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(reads.withLock { $0 } == 1)
        a.disk.setFault(nil)
        #expect(try await a.pass().uploaded == 1)
    }
}
