import Foundation
import GRDB
import Testing

/// Looking for damage, and taking back room.
@Suite(.timeLimit(.minutes(5))) struct CareFacts {
    @Test func `damage is found and named, and mends when a device sends the content again`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("folder/doc.bin", noise(50_000, seed: 1))
            try device.folder.write("other.txt", "another file")
            try await device.synced()
            #expect(try await harness.server.stop() == 0)
            let healthy = try await harness.admin("fsck", "--data", harness.server.data)
            #expect((healthy["damage"] as? [Any])?.isEmpty == true)
            #expect(healthy["versions"] as? Int == 2 && healthy["bytes_read"] as? Int == 50_012)

            try flip(noise(50_000, seed: 1)[30_000..<30_020], in: harness.server.data + "/content/segments")
            try await harness.admin("fsck", "--quick", "--data", harness.server.data)
            let found = try await harness.runAdmin(["fsck", "--data", harness.server.data])
            #expect(found.status == 1)
            let damage = try #require(try found.json["damage"] as? [[String: Any]])
            #expect(damage.map { $0["path"] as? String } == ["/folder/doc.bin"])
            #expect(damage[0]["share"] as? String == device.share && damage[0]["version"] as? Int == 1)

            try await harness.server.start()
            try device.folder.write("a copy.bin", noise(50_000, seed: 1))
            try await device.synced()
            #expect(try await harness.server.stop() == 0)
            try await harness.admin("fsck", "--data", harness.server.data)
        }
    }

    @Test func `metadata that contradict themselves are found`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("a/b/doc.txt", "text")
            try await device.synced()
            #expect(try await harness.server.stop() == 0)
            let path = harness.server.data + "/metadata.sqlite"
            let lies = [
                "UPDATE shares SET used_bytes = used_bytes + 1", "UPDATE log SET position = 0 WHERE row = 2",
                "UPDATE nodes SET parent_id = (SELECT id FROM nodes WHERE name = 'b') WHERE name = 'a'",
                "UPDATE nodes SET head_size = 7 WHERE name = 'doc.txt'", "UPDATE share_chunks SET uses = 5",
                "UPDATE versions SET size = size + 1", "DELETE FROM nodes WHERE name = 'b'",
            ]
            try execute("SELECT 1", on: path)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            for lie in lies {
                try execute(lie, on: path)
                let found = try await harness.runAdmin(["fsck", "--data", harness.server.data])
                let damage = try found.json["damage"] as? [[String: Any]]
                #expect(found.status == 1 && damage?.isEmpty == false, "\(lie): \(found.complaint)")
                try before.write(to: URL(fileURLWithPath: path))
            }
            try await harness.admin("fsck", "--data", harness.server.data)
        }
    }

    @Test func `collecting and checking need the folder for themselves`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("doc.txt", "text")
            try await device.synced()
            for command in ["gc", "fsck"] {
                let refused = try await harness.runAdmin([command, "--data", harness.server.data])
                #expect(refused.status == 1 && refused.complaint.contains("A server is using"))
            }
            #expect(try await harness.server.stop() == 0)
            let report = try await harness.admin("gc", "--data", harness.server.data)
            #expect(report["chunks"] as? Int == 1 && report["chunks_taken"] as? Int == 0)
            try await harness.server.start()
            try await device.synced()
        }
    }

    /// All of it is in the one file afterwards.
    private func execute(_ sql: String, on path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql + "; PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
    }

    /// Changes a bit of the first place that holds these bytes.
    private func flip(_ bytes: Data, in folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let url = URL(fileURLWithPath: folder + "/" + name)
            var content = try Data(contentsOf: url)
            guard let range = content.range(of: bytes) else { continue }
            content[range.lowerBound] ^= 1
            return try content.write(to: url)
        }
        throw Trouble("no segment holds these bytes")
    }
}
