import Synchronization
import TidelineCore
import TidelineSync
import TidelineTestKit

/// What two people do apart without getting in each other's way; the first one's device has sent its part. Whatever happens
/// to the second one's, the end is the same.
struct Story {
    let sea: Sea

    var sender: Boat { sea.boats[0] }
    var subject: Boat { sea.boats[1] }

    static func begun() async throws -> Story {
        let sea = try await Sea()
        for path in Act.tree { try sea.boats[0].save(path, path) }
        try await sea.calm()
        var hands = sea.boats.map(Hand.init)
        try actFirst(&hands[0])
        try actSecond(&hands[1])
        for text in hands[0].givenUp.union(hands[1].givenUp) { sea.judge.isGoneForGood(Array(text.utf8)) }
        _ = try await hands[0].pass(byHints: false)
        return Story(sea: sea)
    }

    /// How it ends when nothing goes wrong.
    static func end() async throws -> TreeView {
        let story = try await begun()
        try await story.sea.calm()
        return try await story.sea.serverView().live
    }

    private static func actFirst(_ hand: inout Hand) throws {
        try hand.move("P", to: "P2")
        try hand.swap("f", "g")
        try hand.remove("R")
        try hand.write("Q/q1", "q1 edited")
        try hand.write("A/one", "one")
        try hand.write("A/B/two", "two")
        try hand.move("P2/S/s2", to: "A/s2")
    }

    private static func actSecond(_ hand: inout Hand) throws {
        try hand.write("P/p1", "p1 edited")
        try hand.write("P/new", "new in P")
        try hand.write("f", "f edited")
        try hand.move("Q/T", to: "T")
        try hand.move("P/S/s1", to: "Q/s1")
        try hand.remove("h")
        try hand.write("E/F/three", "three")
        try hand.write("empty", "")
    }

    /// Whatever happened, new processes come to rest; then the judge looks.
    func endAnew(as end: TreeView) async throws -> [Violation] {
        for boat in sea.boats { boat.restart() }
        return try await self.end(as: end)
    }

    func end(as end: TreeView) async throws -> [Violation] {
        try await sea.calm()
        return try await sea.verdict(wanted: end)
    }
}

/// Counts what an engine asks of the outside: its disk, its memory and the server. Some of these calls fail.
final class Calls: Sendable {
    struct Call: Hashable, Sendable, CustomStringConvertible {
        enum Target: Hashable, Sendable {
            case disk(MemoryFolder.Operation, path: String)
            case state
            case server(String)
            /// The server did what it was asked, and the answer does not arrive.
            case answer(String)
        }

        let number: Int
        let target: Target
        var description: String { "call \(number), \(target)" }
    }

    private let made = Mutex<[Call]>([])
    private let fails: @Sendable (Call) -> (any Error)?

    init(_ fails: @escaping @Sendable (Call) -> (any Error)? = { _ in nil }) { self.fails = fails }

    var all: [Call] { made.withLock { $0 } }

    /// Listens to all calls of a device, until its faults are set anew.
    func attach(to boat: Boat) {
        boat.disk.setFault { [self] operation, path in try count(.disk(operation, path: path)) }
        boat.state.setFault { [self] _ in try count(.state) }
        boat.server.setFault(
            before: { [self] name throws(RemoteError) in try countRemote(.server(name)) },
            after: { [self] name throws(RemoteError) in try countRemote(.answer(name)) })
    }

    static func detach(from boat: Boat) {
        boat.disk.setFault(nil)
        boat.state.setFault(nil)
        boat.server.setFault()
    }

    private func count(_ target: Call.Target) throws {
        let call = made.withLock { made in
            made.append(Call(number: made.count, target: target))
            return made[made.count - 1]
        }
        if let error = fails(call) { throw error }
    }

    private func countRemote(_ target: Call.Target) throws(RemoteError) {
        do { try count(target) } catch { throw error as? RemoteError ?? .unreachable("\(error)") }
    }
}
