import Foundation
import Testing

/// What a halt prints can be copied into a shell, and does what it says.
@Suite(.serialized, .oneServer)
struct HaltFacts {
    @Test func `the commands that a missing folder prints bring it back, or make it anew`() async throws {
        let (a, b) = try await pair(files: 3)
        let aside = a.folder.path + " aside"
        try FileManager.default.moveItem(atPath: a.folder.path, toPath: aside)
        let first = try await halted(a)
        try #require(first.count == 3, "\(first)")
        try FileManager.default.moveItem(atPath: aside, toPath: a.folder.path)
        try await shell(first[0], a)
        try FileManager.default.moveItem(atPath: a.folder.path, toPath: aside)
        for command in try await halted(a).dropFirst() { try await shell(command, a) }
        try await expectAll(a, b, files: 3)
    }

    @Test func `the commands that an emptied folder prints take it as it is, or as it was`() async throws {
        let (a, b) = try await pair(files: 3)
        let aside = a.folder.path + " aside"
        try FileManager.default.moveItem(atPath: a.folder.path, toPath: aside)
        try FileManager.default.createDirectory(atPath: a.folder.path, withIntermediateDirectories: false)
        let printed = try await halted(a)
        try #require(printed.count == 2, "\(printed)")
        try FileManager.default.removeItem(atPath: a.folder.path)
        try FileManager.default.moveItem(atPath: aside, toPath: a.folder.path)
        try await shell(printed[0], a)
        try FileManager.default.moveItem(atPath: a.folder.path, toPath: aside)
        try FileManager.default.createDirectory(atPath: a.folder.path, withIntermediateDirectories: false)
        try await shell(try await halted(a)[1], a)
        try await expectAll(a, b, files: 3)
    }

    @Test func `a folder that became a file, or another folder's link, halts, and the printed command works`()
        async throws
    {
        let (a, b) = try await pair(files: 3)
        let (other, _) = try await pair(files: 1)
        let aside = a.folder.path + " aside"
        try FileManager.default.moveItem(atPath: a.folder.path, toPath: aside)
        try Data("a file".utf8).write(to: URL(fileURLWithPath: a.folder.path))
        _ = try await halted(a)
        try FileManager.default.removeItem(atPath: a.folder.path)
        try FileManager.default.copyItem(atPath: other.folder.path, toPath: a.folder.path)
        let printed = try await halted(a)
        #expect(try await b.synced().deleted == 0)
        try FileManager.default.removeItem(atPath: a.folder.path)
        try FileManager.default.moveItem(atPath: aside, toPath: a.folder.path)
        try await shell(printed[0], a)
        try await expectAll(a, b, files: 3)
    }

    @Test func `the commands that a mass delete prints carry it out, or find that all is well again`() async throws {
        let (a, b) = try await pair(files: 30)
        for index in 0..<25 { try a.folder.move("\(index)", "../kept \(index)") }
        let printed = try await halted(a)
        try #require(printed.count == 2, "\(printed)")
        for index in 0..<25 { try a.folder.move("../kept \(index)", "\(index)") }
        try await shell(printed[1], a)
        try await expectAll(a, b, files: 30)
        for index in 0..<25 { try a.folder.remove("\(index)") }
        try await shell(try await halted(a)[0], a)
        try await shell(try await halted(b)[0], b)
        try await expectAll(a, b, files: 5)
    }

    @Test func `the limit of deletes counts on both sides, as a number and as a share`() async throws {
        let (a, b) = try await pair(files: 40)
        for index in 0..<12 { try a.folder.remove("\(index)") }
        for limit in ["11", "29%"] { #expect(try await a.sync("--max-delete", limit).status == 4, "\(limit)") }
        #expect(try await b.synced().deleted == 0)
        #expect(try await a.synced("--max-delete", "30%").deleted == 12)
        for limit in ["11", "29%"] { #expect(try await b.sync("--max-delete", limit).status == 4, "\(limit)") }
        #expect(try await b.synced("--max-delete", "12").deleted == 12)
        expectSame([a, b])
    }

    @Test func `a root whose disk is not mounted halts, and goes on when it is back`() async throws {
        let (a, b) = try await pair(files: 0)
        let backing = a.folder.path + ".real"
        try FileManager.default.createDirectory(atPath: backing, withIntermediateDirectories: false)
        guard try await run(["mount", "--bind", backing, a.folder.path], a) == 0 else { return }
        try await a.synced("--relink")
        for index in 0..<5 { try a.folder.write("\(index)", "content \(index)") }
        try await a.synced()
        try await b.synced()
        #expect(try await run(["umount", a.folder.path], a) == 0)
        _ = try await halted(a)
        #expect(try await b.synced().deleted == 0)
        #expect(try await run(["mount", "--bind", backing, a.folder.path], a) == 0)
        try await a.synced()
        try await expectAll(a, b, files: 5)
        #expect(try await run(["umount", a.folder.path], a) == 0)
    }

    @Test func `another server in the place of ours gets nothing and deletes nothing`() async throws {
        try await Harness.open { harness in
            let a = try await harness.team("a")[0]
            for index in 0..<5 { try a.folder.write("\(index)", "content \(index)") }
            try await a.synced()
            #expect(try await harness.server.stop() == 0)
            try FileManager.default.removeItem(atPath: harness.server.data)
            try await harness.server.start()
            #expect(try await a.sync().status == 5)
            try await a.logIn()
            #expect(try await a.sync().status == 5)
            #expect(a.folder.names().count == 5)
        }
    }

    // MARK: Support

    /// The commands that the halt prints, in its order.
    private func halted(_ device: Device) async throws -> [String] {
        let ended = try await device.sync()
        #expect(ended.status == 4 && ended.halted, "\(ended)")
        return ended.complaint.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    private func shell(_ command: String, _ device: Device) async throws {
        let folder = URL(fileURLWithPath: Workshop.tideline).deletingLastPathComponent().path
        let ended = try await device.harness.workshop.launch(
            ["/bin/sh", "-c", command],
            environment: ["TIDELINE_HOME": device.home, "PATH": folder + ":/usr/bin:/bin"]
        ).end()
        try #require(ended.status == 0, "\(command): \(ended.complaint)")
    }

    private func run(_ command: [String], _ device: Device) async throws -> Int32 {
        try await device.harness.workshop.launch(["/usr/bin/env"] + command).end().status
    }

    private func expectAll(_ a: Device, _ b: Device, files: Int) async throws {
        try await a.synced()
        try await b.synced()
        expectSame([a, b])
        #expect(a.folder.names().count == files)
    }

    /// The first one's folder has a name that a shell would take apart.
    private func pair(files: Int) async throws -> (Device, Device) {
        let devices = try await Harness.current.team("it's \"a\" $HOME", "b")
        for index in 0..<files { try devices[0].folder.write("\(index)", "content \(index)") }
        for device in devices { try await device.synced() }
        return (devices[0], devices[1])
    }
}
