import Foundation
import Testing
import TidelineContent
import TidelineCore
import TidelineService

@Suite struct BackupTests {
    @Test func `a backup holds what the store holds, and comes back`() async throws {
        try await withFolder { folder in
            let rig = Rig(folder)
            let chunks = (0..<20).map { makeChunk($0) }
            try await rig.fill(chunks)
            let taken = try rig.backUp()
            #expect(taken.filesCopied == taken.manifest.files.count)
            let manifest = try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
            #expect(manifest == taken.manifest)
            #expect(FileManager.default.contents(atPath: rig.restored + "/metadata.sqlite") == Data("rows 1".utf8))
            #expect(FileManager.default.contents(atPath: rig.restored + "/signing-key.pem") == Data("key".utf8))
            let store = try SegmentChunkStore(directory: rig.restored + "/content")
            #expect(try await store.holds(chunks))
            try await store.close()
        }
    }

    @Test func `the next backup copies only what is new`() async throws {
        try await withFolder { folder in
            let rig = Rig(folder)
            try await rig.fill((0..<18).map { makeChunk($0) })
            _ = try rig.backUp()
            let sealed = try segments(in: rig.backup).first
            let before = try sealed?.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
            try await rig.fill((18..<23).map { makeChunk($0) })
            let again = try rig.backUp(rows: "rows 2", head: 7)
            // Metadata, the key, the segment that grew and one that is new; the others are as they were.
            #expect(again.manifest.number == 2 && again.filesCopied == 4 && again.manifest.files.count == 8)
            #expect(
                try sealed?.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: rig.backup).count == 4)
            _ = try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
            let store = try SegmentChunkStore(directory: rig.restored + "/content")
            #expect(try await store.holds((0..<23).map { makeChunk($0) }))
            try await store.close()
        }
    }

    @Test func `a backup that breaks off leaves the one before whole`() async throws {
        try await withFolder { folder in
            let rig = Rig(folder)
            try await rig.fill((0..<20).map { makeChunk($0) })
            let first = try rig.backUp().manifest
            try await rig.fill((20..<40).map { makeChunk($0) })
            try FileManager.default.removeItem(atPath: rig.data + "/content/segments/0000000000000003.seg")
            try FileManager.default.createDirectory(
                atPath: rig.data + "/content/segments/0000000000000003.seg", withIntermediateDirectories: false)
            #expect(throws: StoreUnavailable.self) { try rig.backUp() }
            #expect(try BackupFolder(path: rig.backup).manifest() == first)
            _ = try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
            let store = try SegmentChunkStore(directory: rig.restored + "/content")
            #expect(try await store.holds((0..<20).map { makeChunk($0) }))
            try await store.close()
        }
    }

    @Test func `an unfinished backup is no backup`() async throws {
        try await withFolder { folder in
            let rig = Rig(folder)
            try await rig.fill([makeChunk(1)])
            _ = try rig.backUp()
            try FileManager.default.removeItem(atPath: rig.backup + "/backup.json")
            #expect(throws: BackupError.self) {
                try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
            }
            #expect(try rig.backUp().manifest.number == 1)
        }
    }

    @Test(arguments: ["metadata-1.sqlite", "signing-key.pem", "segments/0000000000000002.seg"])
    func `damage to any file is found before it is used`(_ name: String) async throws {
        try await withFolder { folder in
            let rig = Rig(folder)
            try await rig.fill((0..<20).map { makeChunk($0) })
            _ = try rig.backUp()
            try change(rig.backup + "/" + name) { $0[$0.count / 2] ^= 1 }
            #expect(throws: BackupError.self) {
                try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
            }
            try FileManager.default.removeItem(atPath: rig.backup + "/" + name)
            #expect(throws: BackupError.self) {
                try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
            }
        }
    }

    @Test func `a folder of something else, or of another server, is left alone`() async throws {
        try await withFolder { folder in
            let rig = Rig(folder)
            try await rig.fill([makeChunk(1)])
            #expect(throws: BackupError.self) { try rig.backUp(to: rig.data) }
            let first = try rig.backUp().manifest
            for (head, key) in [
                (Position(epoch: 1, sequence: 5), "key"), (Position(epoch: 0, sequence: 2), "key"),
                (Position(epoch: 0, sequence: 9), "other key"),
            ] {
                try Data(key.utf8).write(to: URL(fileURLWithPath: rig.data + "/signing-key.pem"))
                #expect(throws: BackupError.self) { try rig.backUp(at: head) }
            }
            #expect(try BackupFolder(path: rig.backup).manifest() == first)
            _ = try BackupFolder(path: rig.backup).restore(to: rig.restored) { _, _ in }
        }
    }

    @Test func `only one holds the lock on collecting`() async throws {
        try await withFolder { folder in
            let lock = try CollectionLock(content: folder, waits: false)
            #expect(lock != nil)
            #expect(try CollectionLock(content: folder, waits: false) == nil)
            withExtendedLifetime(lock) {}
        }
    }
}

/// A data folder with a chunk store of small segments, and metadata that are only text.
private struct Rig {
    let data: String
    let backup: String
    let restored: String

    init(_ folder: String) {
        data = folder + "/data"
        backup = folder + "/backup"
        restored = folder + "/restored"
    }

    func fill(_ chunks: [Chunk]) async throws {
        let store = try SegmentChunkStore(directory: data + "/content", segmentBytesMax: 4 * 164)
        try await store.store(chunks, tenant: alpha)
        try await store.close()
        try Data("key".utf8).write(to: URL(fileURLWithPath: data + "/signing-key.pem"))
    }

    func backUp(rows: String = "rows 1", head: Int64 = 5) throws -> BackupFolder.Taken {
        try backUp(rows: rows, at: Position(epoch: 0, sequence: head))
    }

    func backUp(rows: String = "rows 1", to target: String? = nil, at head: Position = Position(epoch: 0, sequence: 5))
        throws -> BackupFolder.Taken
    {
        let source = BackupFolder.Source(content: data + "/content", signingKey: data + "/signing-key.pem") { path in
            try Data(rows.utf8).write(to: URL(fileURLWithPath: path))
            return [alpha: head]
        }
        return try BackupFolder(path: target ?? backup).take(
            source, version: "1.0.0", at: Timestamp(seconds: 1_800_000_000)
        ) { _ in }
    }
}
