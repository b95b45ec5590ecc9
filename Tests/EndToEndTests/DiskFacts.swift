import Foundation
import Testing

/// Full disks, files that cannot be read, names that cannot be: the one is left out and named, all others go on.
@Suite(.serialized, .oneServer)
struct DiskFacts {
    @Test func `what is no file is left out and named`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("file", "x")
        #expect(mkfifo(a.folder.full("pipe"), 0o600) == 0)
        #expect(symlink("file", a.folder.full("link")) == 0)
        #expect(symlink("/etc", a.folder.full("outside")) == 0)
        let first = try await a.synced(attention: true)
        #expect(first.uploaded == 2)
        #expect(Set(first.skips.keys) == ["pipe", "outside"], "\(first.skips)")
        try await b.synced()
        #expect(b.folder.names() == ["file", "link"])
    }

    @Test func `a file that may not be read is left out and named until it may`() async throws {
        var (a, b) = try await pair()
        a.wrapper = withoutPrivilege
        try a.folder.write("open", "x")
        try a.folder.write("secret", "y")
        try a.folder.write("closed/inner", "z")
        try a.folder.setMode("secret", 0)
        try a.folder.setMode("closed", 0)
        let first = try await a.synced(attention: true)
        #expect(first.uploaded == 1)
        #expect(first.skips.keys.contains("secret") && first.skips.keys.contains("closed"), "\(first.skips)")
        try await b.synced()
        #expect(b.folder.text("open") == "x" && !b.folder.exists("secret"))
        try a.folder.setMode("secret", 0o644)
        try a.folder.setMode("closed", 0o755)
        try await a.synced()
        try await b.synced()
        expectSame([a, b])
    }

    /// Without the right to look, or only without the right to look at what is in it.
    @Test(arguments: [0, 0o444])
    func `a folder that may no longer be read is not taken for an empty one`(_ mode: mode_t) async throws {
        var (a, b) = try await pair()
        for index in 0..<5 { try a.folder.write("closed/\(index)", "x") }
        try await a.synced()
        try await b.synced()
        a.wrapper = withoutPrivilege
        try a.folder.setMode("closed", mode)
        #expect(try await a.synced(attention: true).deleted == 0)
        #expect(try await b.synced().deleted == 0)
        try a.folder.setMode("closed", 0o755)
        try await a.synced()
        expectSame([a, b])
    }

    @Test func `a folder that may not be written takes nothing, and all others go on`() async throws {
        var (a, b) = try await pair()
        try a.folder.write("shut/old", "x")
        try await a.synced()
        try await b.synced()
        b.wrapper = withoutPrivilege
        try b.folder.setMode("shut", 0o555)
        try a.folder.write("shut/new", "y")
        try a.folder.write("free", "z")
        try await a.synced()
        let held = try await b.synced(attention: true)
        #expect(held.skips.keys.contains("shut/new"), "\(held.skips)")
        #expect(b.folder.text("free") == "z")
        try b.folder.setMode("shut", 0o755)
        try await b.synced()
        expectSame([a, b])
    }

    @Test func `names that cannot be, or that differ by case alone, are named and nothing is lost`() async throws {
        let (a, b) = try await pair()
        try a.folder.write("good", "x")
        let raw: [CChar] = a.folder.full("bad-").utf8CString.dropLast() + [CChar(bitPattern: 0xFF), 0]
        let file = open(raw, O_WRONLY | O_CREAT, 0o644)
        #expect(file >= 0)
        close(file)
        try a.folder.write("Readme", "older")
        try await a.synced(attention: true)
        try a.folder.write("README", "younger")
        let second = try await a.synced(attention: true)
        #expect(second.skipped == 2)
        #expect(second.skips.keys.contains("README"), "\(second.skips)")
        try await b.synced()
        #expect(b.folder.names() == ["Readme", "good"])
        #expect(a.folder.text("Readme") == "older" && a.folder.text("README") == "younger")
    }

    @Test func `a device's full disk: what fits arrives, and the rest when there is room`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let (a, other) = (devices[0], devices[1])
        try await SmallDisk.at(a.harness.workshop.path("small"), mebibytes: 12) { disk in
            let b = Device(
                harness: other.harness, name: "b", share: other.share, home: other.home,
                folder: Folder(path: disk.path), wrapper: disk.wrapper)
            try await b.synced()
            try a.folder.write("large", noise(20 << 20, seed: 1))
            try a.folder.write("small", "x")
            try await a.synced()
            let full = try await b.synced(attention: true)
            #expect(full.skips.keys.contains("large"), "\(full)")
            #expect(b.folder.text("small") == "x" && !b.folder.exists("large"))
            try disk.grow(64)
            let roomy = Device(
                harness: b.harness, name: "b", share: b.share, home: b.home, folder: b.folder, wrapper: [])
            try await roomy.synced()
            expectSame([a, roomy])
        }
    }

    @Test func `a server's full disk: it stays up, says so, and takes the rest when there is room`() async throws {
        try await Workshop.open { workshop in
            try await SmallDisk.at(workshop.path("data"), mebibytes: 16) { disk in
                let harness = Harness(workshop: workshop, server: Server(workshop, data: disk.path))
                try await harness.server.start(under: disk.wrapper)
                let devices = try await harness.team("a", "b")
                let (a, b) = (devices[0], devices[1])
                try a.folder.write("small", "x")
                try await a.synced()
                try a.folder.write("large", noise(40 << 20, seed: 2))
                let full = try await a.sync()
                #expect(full.status != 0)
                #expect((full.complaint + full.skips.values.joined()).contains("full"), "\(full)")
                #expect(try await harness.curl("/api/v1/health").status == 200)
                try await b.synced()
                #expect(b.folder.text("small") == "x" && !b.folder.exists("large"))
                try disk.grow(128)
                if !disk.wrapper.isEmpty { try await harness.server.restart() }
                try await a.synced()
                try await b.synced()
                expectSame([a, b])
                #expect(try await harness.server.stop() == 0)
            }
        }
    }

    private func pair() async throws -> (Device, Device) {
        let devices = try await Harness.current.team("a", "b")
        return (devices[0], devices[1])
    }
}
