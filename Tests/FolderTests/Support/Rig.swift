import Foundation
import NIOCore
import Synchronization
import TidelineCore
import TidelineFolder
import TidelineSync
import TidelineTestKit

enum Backend: CaseIterable, Sendable { case memory, disk }

final class SettableTime: TimeSource {
    private let time: Mutex<Timestamp>
    init(_ start: Timestamp) { time = Mutex(start) }
    func now() -> Timestamp { time.withLock { $0 } }
    func advance(days: Int) { time.withLock { $0 = $0.adding(seconds: days * 86_400) } }
}

/// A folder under test, with hands that reach in from outside.
final class Rig {
    let folder: any LocalFolder
    let time = SettableTime(Timestamp(seconds: Int64(Date().timeIntervalSince1970)))
    /// nil in memory.
    let directory: TemporaryDirectory?
    private let memory: MemoryFolder?

    init(_ backend: Backend) throws {
        switch backend {
        case .memory:
            let memory = MemoryFolder(now: { [time] in time.now() })
            (self.memory, directory, folder) = (memory, nil, memory)
        case .disk:
            let directory = try TemporaryDirectory()
            (self.memory, self.directory) = (nil, directory)
            folder = DiskFolder(root: directory.path, time: time)
        }
    }

    /// The folder as the next run of the program gets it.
    func restarted() -> any LocalFolder {
        directory.map { DiskFolder(root: $0.path, time: time) } ?? folder
    }

    func write(_ path: String, _ text: String) throws {
        if let directory { try directory.write(path, text) } else { try memory?.write(path, text) }
    }

    func read(_ path: String) throws -> String? {
        if let directory { return directory.read(path) }
        return try memory?.read(path).map { String(decoding: $0, as: UTF8.self) }
    }

    func setExecutable(_ path: String, _ executable: Bool) throws {
        try memory?.setExecutable(path, executable)
        try directory?.setMode(path, executable ? 0o755 : 0o644)
    }

    func fingerprint(_ path: String) throws -> Fingerprint {
        guard let entry = try folder.entry(path) else { throw LocalError.notFound(path) }
        return entry.fingerprint
    }

    func names(_ folder: String = "") throws -> Set<String> { Set(try self.folder.list(folder).map(\.readableName)) }

    /// A staged file that holds this text.
    func staged(_ name: String, _ text: String) throws -> any StagedFile {
        let file = try folder.stage(name)
        try file.truncate(to: 0)
        try file.write(ByteBuffer(string: text), at: 0)
        file.close()
        return file
    }

    @discardableResult
    func install(_ text: String, at path: String, expecting: Fingerprint? = nil, executable: Bool = false) throws
        -> Fingerprint
    {
        let modified = Timestamp(nanoseconds: 1_600_000_000_123_456_789)
        return try folder.install(
            try staged("part", text), at: path, expecting: expecting, modifiedAt: modified, executable: executable)
    }
}
