import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// Somebody sets the clock of a device, by years, forth or back.
@Suite struct ClockTests {
    private static let jumps = [-400_000_000, -1, 400_000_000]

    @Test(arguments: jumps, [true, false])
    func `a clock that jumps hides no edit, deletes nothing and makes no conflict`(
        _ seconds: Int, _ restarts: Bool
    ) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for name in ["x", "y", "z", "d/moved", "kept"] { try a.save(name, "\(name) 1") }
        try await sea.calm()
        a.clock.advance(seconds: seconds)
        if restarts { a.restart() }
        #expect(try await a.pass(allowing: .standard).isQuiet)
        try a.save("x", "x 2")
        try a.disk.rename("d/moved", to: "moved")
        try b.save("y", "y 2")
        try b.remove("z")
        try await sea.calm()
        a.clock.advance(seconds: -seconds)
        try a.save("x", "x 3")
        let report = try await a.pass(allowing: .standard)
        #expect(report.uploaded == 1 && report.conflicts.isEmpty && report.deleted == 0)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty)
        #expect(b.texts() == ["x": "x 3", "y": "y 2", "moved": "d/moved 1", "kept": "kept 1"])
    }

    @Test(arguments: jumps) func `a clock that jumps in the middle of a download costs no more than the download`(
        _ seconds: Int
    ) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("large", (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 / 7) })
        try a.save("small", "small")
        try await a.pass()
        b.disk.setFault { operation, _ in if operation == .install { throw LocalError.io("large", errno: 5) } }
        _ = try? await b.pass()
        b.disk.setFault(nil)
        b.clock.advance(seconds: seconds)
        b.restart()
        let report = try await b.pass(allowing: .standard)
        #expect(report.conflicts.isEmpty && report.uploaded == 0 && report.deleted == 0)
        try await sea.calm()
        #expect(try await sea.verdict().isEmpty && b.tree() == a.tree() && b.tree().count == 2)
    }
}

extension PassReport {
    fileprivate var isQuiet: Bool { uploaded + downloaded + moved + deleted == 0 && conflicts.isEmpty }
}
