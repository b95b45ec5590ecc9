import Foundation
import Testing
import TidelineCore
import TidelineFolder
import TidelineSync
import TidelineTestKit

private let folderID = NodeID(.folder, ULID(high: 1, low: 1))
private let fileID = NodeID(.file, ULID(high: 1, low: 2))
private let chunks = [ChunkRef(hash: Digest(of: [1]), size: 1), ChunkRef(hash: Digest(of: [2]), size: 8 << 20)]
private let content = Content(checksum: Digest(of: [1, 2]), size: 1 << 40, executable: true)
private let version = VersionID(ULID(high: .max >> 1, low: .max))

private let linkID = NodeID(.file, ULID(high: 1, low: 3))
private let leftID = NodeID(.folder, ULID(high: 1, low: 4))
private let garbledID = NodeID(.file, ULID(high: 1, low: 5))
private let adriftID = NodeID(.file, ULID(high: 1, low: 6))

private func sample() throws -> StateChanges {
    let seen = Fingerprint(inode: .max, birth: 1, size: 2, modified: -3, changed: 4, executable: true)
    let seenLink = Fingerprint(
        inode: 8, birth: 1, size: 2, modified: 3, changed: 4, executable: false, isLink: true)
    let link = Content(checksum: Digest(of: [3]), size: 1, executable: false, isLink: true)
    let place = Place(parent: folderID, name: try NodeName("caf\u{E9}"))
    var changes = StateChanges()
    changes.base = [
        folderID: BaseNode(
            id: folderID, place: Place(parent: nil, name: try NodeName("d")), diskName: nil, file: nil,
            fingerprint: seen),
        fileID: BaseNode(
            id: fileID, place: place, diskName: "cafe\u{301}", file: BaseFile(version: version, content: content),
            fingerprint: seen, isMount: true),
        linkID: BaseNode(
            id: linkID, place: Place(parent: nil, name: try NodeName("l")), diskName: nil,
            file: BaseFile(version: version, content: link), fingerprint: seenLink),
    ]
    let file = RemoteFile(version: version, content: content, modifiedAt: Timestamp(nanoseconds: -7))
    changes.remote = [
        fileID: .live(RemoteNode(id: fileID, place: place, file: file)), folderID: .deleted, leftID: .left,
        garbledID: .garbled(
            Garbled(id: garbledID, known: .folder, parent: folderID, name: "g", problem: "size is malformed")),
        adriftID: .garbled(Garbled(id: adriftID, known: .nothing, parent: nil, name: "", problem: "not read")),
    ]
    changes.choice = "fld_1;"
    changes.awaitsLog = true
    changes.manifests = [fileID: chunks]
    changes.cursor = Position(epoch: 3, sequence: 9)
    changes.folderID = ULID(high: 5, low: 6)
    changes.sent = .some(try sentSample())
    return changes
}

/// A batch with every kind of change, each field set where it may be.
private func sentSample() throws -> SentBatch {
    let seen = Fingerprint(inode: .max, birth: 1, size: 2, modified: -3, changed: 4, executable: true)
    let (here, there) = (
        Place(parent: folderID, name: try NodeName("here")), Place(parent: nil, name: try NodeName("x"))
    )
    let body = PushContent(content: content, modifiedAt: Timestamp(nanoseconds: -7), chunks: chunks)
    let local = LocalNode(id: fileID, place: here, diskName: "h", fingerprint: seen, isMount: true)
    let actions: [(NodeID, PushChange.Action)] = [
        (folderID, .createFolder(there)), (fileID, .createFile(here, body)), (fileID, .update(body)),
        (fileID, .move(from: here, to: there)), (folderID, .delete),
    ]
    return SentBatch(
        changes: actions.enumerated().map { index, action in
            SentChange(
                change: PushChange(
                    clientChangeID: "change \(index)", node: action.0, action: action.1,
                    baseVersion: index.isMultiple(of: 2) ? version : nil),
                thing: folderID, local: action.0 == fileID ? local : nil, path: "path \(index)")
        }, strategy: .lastWriterWins, baseCursor: Position(epoch: 2, sequence: 1))
}

/// What every ``SyncState`` does, in memory and on SQLite.
@Suite struct `Every sync state` {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func make(_ backend: Backend) throws -> any SyncState {
        backend == .memory ? MemorySyncState() : try SQLiteSyncState(path: directory.full("state.db"))
    }

    private func nodes(_ state: any SyncState) throws -> [NodeID: BaseNode] {
        Dictionary(uniqueKeysWithValues: try state.load().base.map { ($0.id, $0) })
    }

    @Test(arguments: Backend.allCases) func `a new state is empty`(_ backend: Backend) throws {
        let loaded = try make(backend).load()
        #expect(loaded.base.isEmpty && loaded.remote.isEmpty && loaded.cursor == nil && loaded.folderID == nil)
    }

    @Test(arguments: Backend.allCases) func `what is saved is loaded to the last field`(_ backend: Backend) throws {
        let state = try make(backend)
        let changes = try sample()
        try state.save(changes)
        let loaded = try state.load()
        #expect(try nodes(state) == changes.base.compactMapValues { $0 })
        let spelling = loaded.base.first { $0.id == fileID }?.diskName.map { Array($0.utf8) }
        #expect(spelling == Array("cafe\u{301}".utf8))
        #expect(
            Dictionary(uniqueKeysWithValues: loaded.remote.map { ($0.0, $0.1) })
                == changes.remote.compactMapValues { $0 })
        #expect(loaded.cursor == changes.cursor)
        #expect(try loaded.sent == sentSample())
        #expect(loaded.folderID == changes.folderID)
        #expect(loaded.awaitsLog)
        #expect(try state.manifest(of: fileID) == chunks)
    }

    @Test(arguments: Backend.allCases) func `nil removes, and what is not named stays`(_ backend: Backend) throws {
        let state = try make(backend)
        try state.save(try sample())
        var changes = StateChanges()
        changes.base.updateValue(nil, forKey: folderID)
        changes.remote.updateValue(nil, forKey: fileID)
        changes.manifests.updateValue(nil, forKey: fileID)
        try state.save(changes)
        #expect(try state.load().sent == sentSample())
        changes.sent = .some(nil)
        try state.save(changes)
        let loaded = try state.load()
        #expect(loaded.base.map(\.id) == [fileID, linkID])
        #expect(loaded.sent == nil)
        #expect(Set(loaded.remote.map(\.0)) == [folderID, leftID, garbledID, adriftID])
        #expect(loaded.cursor == Position(epoch: 3, sequence: 9))
        #expect(try state.manifest(of: fileID) == nil)
    }

    @Test(arguments: Backend.allCases) func `a reset forgets all but the folder's id, then saves`(_ backend: Backend)
        throws
    {
        let state = try make(backend)
        try state.save(try sample())
        var changes = StateChanges()
        changes.resets = true
        changes.remote = [folderID: .deleted]
        try state.save(changes)
        let loaded = try state.load()
        #expect(loaded.base.isEmpty)
        #expect(loaded.remote.map(\.0) == [folderID])
        #expect(loaded.cursor == nil && loaded.sent == nil)
        #expect(loaded.folderID == ULID(high: 5, low: 6))
        #expect(try state.manifest(of: fileID) == nil)
    }

    @Test(arguments: Backend.allCases) func `manifests come one after the other and may be saved meanwhile`(
        _ backend: Backend
    ) throws {
        let state = try make(backend)
        var changes = StateChanges()
        for number in 0..<600 {
            changes.manifests[NodeID(.file, ULID(high: 0, low: UInt64(number)))] = chunks
        }
        try state.save(changes)
        var seen: [NodeID] = []
        try state.forEachManifest { id, found in
            #expect(found == chunks)
            var removal = StateChanges()
            removal.manifests.updateValue(nil, forKey: id)
            try state.save(removal)
            seen.append(id)
        }
        #expect(seen.count == 600)
        #expect(seen == seen.sorted())
        try state.forEachManifest { id, _ in Issue.record("\(id) is still there") }
    }
}

@Suite struct `The state on SQLite` {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.full("state.db")
    }

    @Test func `a restart finds what was saved`() throws {
        try SQLiteSyncState(path: path).save(try sample())
        let state = try SQLiteSyncState(path: path)
        #expect(!state.wasRebuilt)
        #expect(try state.load().base.count == 3)
    }

    @Test func `a damaged file is moved aside each time, and a new one made`() throws {
        for number in 1...2 {
            try? FileManager.default.removeItem(atPath: path + "-wal")
            try directory.write("state.db", String(repeating: "not a database ", count: 1_000))
            let state = try SQLiteSyncState(path: path)
            #expect(state.wasRebuilt)
            #expect(try state.load().base.isEmpty)
            #expect(directory.read("state.db.corrupt-\(number)")?.hasPrefix("not a database") == true)
            try state.save(try sample())
        }
        #expect(try !SQLiteSyncState(path: path).wasRebuilt)
    }

    @Test func `a file damaged in the middle is noticed at opening`() throws {
        do {
            let state = try SQLiteSyncState(path: path)
            var changes = StateChanges()
            for number in 0..<3_000 {
                changes.manifests[NodeID(.file, ULID(high: 0, low: UInt64(number)))] = chunks
            }
            try state.save(changes)
        }
        _ = try SQLiteSyncState(path: path).load()
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: 16_384)
        try file.write(contentsOf: Data(repeating: 0xAB, count: 16_384))
        try file.close()
        #expect(try SQLiteSyncState(path: path).wasRebuilt)
    }

    @Test func `a word for status is kept until it is removed`() throws {
        let state = try SQLiteSyncState(path: path)
        #expect(try state.meta("server") == nil)
        try state.setMeta("server", "http://127.0.0.1")
        try state.setMeta("server", "http://127.0.0.2")
        #expect(try SQLiteSyncState(path: path).meta("server") == "http://127.0.0.2")
        try state.setMeta("server", nil)
        #expect(try state.meta("server") == nil)
    }

    @Test func `a lock is had by one at a time`() throws {
        let lock = directory.full("lock")
        var first = try FolderLock(path: lock)
        #expect(first != nil)
        #expect(try FolderLock(path: lock) == nil)
        first = nil
        #expect(try FolderLock(path: lock) != nil)
        _ = first
    }

    @Test func `a folder is locked for every home`() throws {
        let one = DiskFolder(root: directory.path, time: SettableTime(Timestamp(seconds: 0)))
        let other = DiskFolder(root: directory.path, time: SettableTime(Timestamp(seconds: 0)))
        let lock = try #require(try one.lock())
        #expect(try other.lock() == nil)
        withExtendedLifetime(lock) {}
        #expect(directory.exists(".tideline"))
    }
}
