import Synchronization
import Testing
import TidelineCore
import TidelineSync
import TidelineTestKit

/// The server, or something before it, says no to a whole request: only what it is about waits.
@Suite struct RefusalTests {
    private let culprit: ServiceShare.Censor = { batch throws(RemoteError) in
        for change in batch.changes {
            if case .createFile(let place, _) = change.action, place.name.text == "bad" {
                throw .refused(.validationFailed, "no such thing")
            }
        }
    }

    @Test func `one change that makes a batch fail waits alone, and is reported`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for number in 0..<40 { try a.disk.write("d\(number % 4)/\(number)", "content \(number)") }
        try a.disk.write("d2/bad", "x")
        try b.disk.write("from b", "1")
        try await b.pass()
        a.server.censor(culprit)
        let report = try await a.pass()
        #expect(report.skipped == [SkippedPath(path: "d2/bad", reason: "no such thing")])
        #expect(report.uploaded == 40 && report.downloaded == 1)
        try await b.pass()
        #expect(b.tree().count == 45)
        a.server.censor(nil)
        #expect(try await a.pass(.nothing).skipped.isEmpty)
        try await sea.calm()
        #expect(a.tree() == b.tree() && b.tree()["d2/bad"] != nil)
    }

    @Test(arguments: [ErrorCode.permissionDenied, .quotaExceeded])
    func `what is refused to all is not tried one by one, and does not stop what comes down`(_ code: ErrorCode)
        async throws
    {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try b.disk.write("from b", "1")
        try await b.pass()
        for number in 0..<20 { try a.disk.write("\(number)", "content \(number)") }
        let tries = Mutex(0)
        a.server.censor { _ throws(RemoteError) in
            tries.withLock { $0 += 1 }
            throw .refused(code, "not now")
        }
        let report = try await a.pass()
        #expect(report.skipped.count == 20 && report.downloaded == 1)
        #expect(tries.withLock { $0 } == 1)
        a.server.censor(nil)
        try await sea.calm()
        #expect(a.tree() == b.tree() && a.tree().count == 21)
    }

    @Test func `content that is refused waits alone`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        for number in 0..<9 { try a.disk.write("\(number)", "content \(number)") }
        try a.disk.write("large", [UInt8](repeating: 7, count: 200_000))
        a.server.censorContent { size throws(RemoteError) in
            if size >= 200_000 { throw .refused(.payloadTooLarge, "too large for the proxy") }
        }
        let report = try await a.pass()
        #expect(report.skipped == [SkippedPath(path: "large", reason: "too large for the proxy")])
        try await b.pass()
        #expect(b.tree().count == 9)
        a.server.censorContent(nil)
        try await sea.calm()
        #expect(b.tree().count == 10)
    }

    @Test func `what counts on the going of a thing that waits waits too`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "of x")
        try a.disk.write("y", "of y")
        try await sea.calm()
        try a.disk.write("x", [UInt8](repeating: 7, count: 200_000))
        let disk = a.disk
        let meanwhile = Mutex(true)
        a.server.censorContent { size throws(RemoteError) in
            guard size >= 200_000 else { return }
            let isFirst = meanwhile.withLock { due in
                defer { due = false }
                return due
            }
            if isFirst {
                do {
                    try disk.rename("x", to: "old x")
                    try disk.rename("y", to: "x")
                    try disk.rename("old x", to: "y")
                    try disk.write("d", "of a")
                } catch { throw .garbage("\(error)") }
            }
            throw .refused(.payloadTooLarge, "too large for the proxy")
        }
        try b.disk.write("d", "of b")
        try await b.pass()
        let reports = [try await a.pass(), try await a.pass()]
        #expect(reports.flatMap(\.conflicts).filter { $0.path != "d" }.isEmpty)
        #expect(reports.flatMap(\.skipped).contains { $0.path == "x" && $0.reason == "it waits for y" })
        a.server.censorContent(nil)
        try await sea.calm()
        #expect(a.tree() == b.tree())
        #expect(a.tree()["x"] == Array("of y".utf8) && a.tree()["y"]??.count == 200_000)
        #expect(a.tree().count == 4)
    }

    @Test(arguments: [RemoteError.unauthenticated("who?"), .unreachable("503"), .refused(.notFound, "no share")])
    func `what is not about a change ends the pass, and is tried again`(_ error: RemoteError) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.disk.write("x", "1")
        a.server.censor { _ throws(RemoteError) in throw error }
        await #expect(throws: error) { try await a.pass() }
        a.server.censor(nil)
        a.restart()
        try await sea.calm()
        #expect(b.tree() == a.tree() && b.tree().count == 1)
    }
}
