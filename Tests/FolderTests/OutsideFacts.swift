import Foundation
import Logging
import Testing
import TidelineCore
import TidelineFolder
import TidelineSync
import TidelineTestKit

/// A server, or whoever speaks for it, that gives things names which lead elsewhere.
@Suite struct `Names that lead out of the folder` {
    private let above: TemporaryDirectory
    private let root: String
    private let sea: Sea
    private let engine: SyncEngine

    init() async throws {
        above = try TemporaryDirectory()
        root = above.path + "/root"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
        sea = try await Sea()
        engine = SyncEngine(
            disk: DiskFolder(root: root, time: SettableTime(Timestamp(seconds: 1_776_931_200))),
            server: sea.boats[1].server, state: MemorySyncState(), ids: CountingIDs(after: 1), strategy: .keepBoth,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: ["..", ".", "x\\u0000y", "", "../evil", "/evil", "a/../../evil"], [true, false])
    func `wait and are reported, nothing is written elsewhere, and all else arrives`(_ name: String, _ atFirst: Bool)
        async throws
    {
        if !atFirst { try await pass() }
        try await send()
        sea.boats[1].server.forge { $0.replacing("evil", with: name) }
        let report = try await pass()
        #expect(report.skipped.count == 1, "\(report.skipped)")
        try expectNothingOutside()
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).sorted() == [".tideline", "good"])
        sea.boats[1].server.forge(nil)
        #expect(try await pass().skipped.isEmpty)
        #expect(above.read("root/evil") == "harm" && above.read("root/good") == "good")
    }

    @Test(arguments: [true, false]) func `are reported where they name our own folder, and all else arrives`(
        _ atFirst: Bool
    ) async throws {
        if !atFirst { try await pass() }
        try await send()
        let marker = atFirst ? nil : above.read("root/.tideline/root")
        sea.boats[1].server.forge { $0.replacing("evil", with: ".tideline").replacing("harmful", with: "root") }
        let report = try await pass()
        #expect(report.skipped.contains { $0.path == ".tideline" }, "\(report.skipped)")
        #expect(above.read("root/good") == "good")
        if !atFirst { #expect(above.read("root/.tideline/root") == marker) }
        #expect(above.read("root/.tideline/root")?.contains("harm") == false)
        try expectNothingOutside()
    }

    @discardableResult
    private func pass() async throws -> PassReport { try await engine.pass(.everything, allowing: .standard) }

    private func send() async throws {
        let sender = sea.boats[0]
        try sender.disk.write("evil", "harm")
        try sender.disk.write("good", "good")
        try await sender.pass()
    }

    private func expectNothingOutside() throws {
        #expect(try FileManager.default.contentsOfDirectory(atPath: above.path) == ["root"])
    }
}
