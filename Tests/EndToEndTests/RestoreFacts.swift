import Foundation
import Testing

/// A server that is set back to a backup, with devices that know better.
@Suite(.timeLimit(.minutes(5))) struct RestoreFacts {
    @Test func `what devices have and the restored server has not comes back, and nothing is deleted`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("one", "two")
            let (one, two) = (devices[0], devices[1])
            try one.folder.write("doc.txt", "first")
            try one.folder.write("same.txt", "always")
            try one.folder.write("moved.txt", "moving")
            try one.folder.write("big.bin", noise(3_000_000, seed: 1))
            try await one.synced()
            try await two.synced()

            let backup = harness.workshop.path("backup")
            let report = try await harness.admin("backup", backup, "--data", harness.server.data)
            #expect(report["number"] as? Int == 1)

            try one.folder.write("doc.txt", "second")
            try one.folder.write("new.txt", "made after the backup")
            try one.folder.write("folder/inner.txt", "in a folder made after it")
            try one.folder.patch("big.bin", at: 1_000_000, Data("changed".utf8))
            try one.folder.move("moved.txt", "folder/elsewhere.txt")
            try await one.synced()
            try await two.synced()
            try two.folder.write("doc.txt", "third, of the other device")
            try await two.synced()
            let before = try await one.synced()
            expectSame(devices)
            let expected = Tree(one.folder).paths

            try await harness.server.kill()
            try await restore(harness, backup)
            for _ in 0..<2 {
                for device in devices {
                    let report = try await device.synced()
                    #expect(report.deleted == 0 && report.conflicts == 0)
                }
            }
            expectSame(devices)
            #expect(Tree(one.folder).paths == expected)
            #expect(one.folder.text("doc.txt") == "third, of the other device")
            #expect(one.folder.bytes("big.bin")?[1_000_000..<1_000_007] == Data("changed".utf8))
            let after = try await one.synced()
            #expect(after.cursor >> 32 > before.cursor >> 32)
            // The server has it all: a third device gets it.
            let three = try harness.newDevice("three", share: one.share)
            try await three.logIn()
            try await three.synced()
            expectSame([one, three])
        }
    }

    @Test func `edits on both sides of a restore are both kept`() async throws {
        try await Harness.open { harness in
            let devices = try await harness.team("one", "two")
            try devices[0].folder.write("doc.txt", "first")
            for device in devices { try await device.synced() }
            let backup = harness.workshop.path("backup")
            try await harness.admin("backup", backup, "--data", harness.server.data)
            try devices[0].folder.write("doc.txt", "lost on the server")
            try await devices[0].synced()
            try await harness.server.kill()
            try await restore(harness, backup)
            // The second device never saw the edit that was lost, and writes on what the backup has.
            try devices[1].folder.write("doc.txt", "written after the restore")
            try await devices[1].synced()
            _ = try await devices[0].sync()
            for device in devices { _ = try await device.sync() }
            expectSame(devices)
            let texts = devices[0].folder.names().compactMap { devices[0].folder.text($0) }
            #expect(Set(texts) == ["lost on the server", "written after the restore"])
        }
    }

    @Test func `commands refuse what would do harm, and say what to do`() async throws {
        try await Harness.open { harness in
            let data = harness.server.data
            let backup = harness.workshop.path("backup")
            try await harness.admin("backup", backup, "--data", data)
            for (arguments, status, words) in [
                (["restore", backup, "--data", data], Int32(2), "--replace"),
                (["restore", backup, "--data", data, "--replace"], 1, "Stop it first"),
                (["restore", data, "--data", backup + "-new"], 1, "no finished backup"),
                (["new-epoch", "--data", data], 1, "Stop it first"),
                (["backup", backup, "--data", backup + "-none"], 2, "--data"),
                (["backup", data, "--data", data], 1, "holds other things"),
            ] {
                let ended = try await harness.runAdmin(arguments)
                #expect(ended.status == status && ended.complaint.contains(words), "\(arguments): \(ended.complaint)")
            }
            #expect(!FileManager.default.fileExists(atPath: backup + "-new"))
            let again = try await harness.admin("backup", backup, "--data", data)
            #expect(again["number"] as? Int == 2)
        }
    }

    /// Puts the backup in place of the killed server's data and starts the server again; its users log in again.
    private func restore(_ harness: Harness, _ backup: String) async throws {
        let report = try await harness.admin("restore", backup, "--data", harness.server.data, "--replace")
        let aside = try #require(report["replaced"] as? String)
        #expect(FileManager.default.fileExists(atPath: aside + "/metadata.sqlite"))
        try await harness.server.start()
    }
}
