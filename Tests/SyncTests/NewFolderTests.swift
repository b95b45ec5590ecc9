import TidelineCore
import TidelineSync
import TidelineTestKit
import Testing

/// What was moved is found where it went before anything else takes its place.
@Suite struct NewFolderTests {
    @Test(arguments: ["new", "new/deeper"])
    func `a file moved into a new folder is moved, though another took its name`(
        _ folder: String
    ) async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("letter", "the old one")
        try await sea.calm()
        let sent = a.server.bytesSent
        try a.disk.mkdir(folder)
        try a.disk.rename("letter", to: "\(folder)/letter")
        try a.save("letter", "the next")
        let report = try await a.pass()
        #expect(report.moved > 0 && a.server.bytesSent - sent == 8)
        // Its edit elsewhere follows it.
        try b.save("letter", "the old one, mended")
        try await sea.calm()
        #expect(a.tree()["\(folder)/letter"] == Array("the old one, mended".utf8))
        #expect(try await sea.verdict() == [])
    }

    @Test func `so is a folder`() async throws {
        let sea = try await Sea()
        let (a, b) = (sea.boats[0], sea.boats[1])
        try a.save("old/letter", "the old one")
        try await sea.calm()
        let sent = a.server.bytesSent
        try a.disk.mkdir("z")
        try a.disk.rename("old", to: "z/old")
        try a.disk.mkdir("old")
        let report = try await a.pass()
        #expect(report.moved > 0 && a.server.bytesSent == sent)
        try await sea.calm()
        #expect(b.disk.contents() == a.disk.contents())
        #expect(try await sea.verdict() == [])
    }
}
