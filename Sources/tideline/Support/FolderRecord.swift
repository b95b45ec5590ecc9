import Foundation
import TidelineClient
import TidelineCore
import TidelineSync

/// What the last run said of a folder, for `status`: a small file beside the folder's state.
struct FolderRecord: Codable, Sendable {
    struct Skip: Codable, Sendable, Hashable {
        let path: String
        let reason: String
    }

    /// When this was written, RFC 3339, as all times here.
    var at: String
    /// When a pass last ended with everything in sync.
    var inSyncAt: String?
    /// When the server last answered.
    var contactAt: String?
    /// Why the last pass failed, until one succeeds.
    var trouble: String?
    /// Why it halted, with how to go on, until a pass succeeds.
    var halt: String?
    var skipped: [Skip] = []

    enum CodingKeys: String, CodingKey {
        case at, trouble, halt, skipped
        case inSyncAt = "in_sync_at"
        case contactAt = "contact_at"
    }
}

/// Writes a folder's record: at once when it says something new, else now and then. It is for people to look at, so a
/// record that cannot be written stops nothing.
actor FolderRecorder {
    private let path: String
    private let time = SystemTime()
    private var record: FolderRecord
    private var writtenAt: Timestamp?

    init(_ path: String) {
        self.path = path
        record = FolderRecord(at: "")
        if let last = FolderRecord.read(path) {
            record.inSyncAt = last.inSyncAt
            record.contactAt = last.contactAt
            record.skipped = last.skipped
        }
    }

    func passed(_ report: PassReport) {
        let now = time.now()
        let skipped = report.skipped.map { FolderRecord.Skip(path: $0.path, reason: $0.reason) }
        let isNews = record.trouble != nil || record.halt != nil || record.skipped != skipped || record.inSyncAt == nil
        record.contactAt = now.rfc3339
        if !report.isUnfinished && !report.isPaused { record.inSyncAt = now.rfc3339 }
        record.trouble = nil
        record.halt = nil
        record.skipped = skipped
        write(now, isNews: isNews)
    }

    func note(_ notice: WatchNotice, of folder: String) {
        switch notice {
        case .idle(let report), .progress(let report): passed(report)
        case .trouble(let error): failed(Failure(error, syncing: folder))
        case .watchesExhausted: break
        }
    }

    func failed(_ failure: Failure) {
        let isNews = failure.message != record.trouble && failure.message != record.halt
        if failure.status == .halted {
            record.halt = failure.message
        } else {
            record.trouble = failure.message
        }
        if failure.status != .unreachable && failure.status != .halted { record.contactAt = time.now().rfc3339 }
        write(time.now(), isNews: isNews)
    }

    private func write(_ now: Timestamp, isNews: Bool) {
        if !isNews, let writtenAt, now < writtenAt.adding(seconds: Self.pauseSeconds), now >= writtenAt { return }
        writtenAt = now
        record.at = now.rfc3339
        guard let text = try? jsonText(record) else { return }
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private static let pauseSeconds = 5
}

extension FolderRecord {
    /// nil when there is none, or none that can be understood.
    static func read(_ path: String) -> FolderRecord? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONDecoder().decode(FolderRecord.self, from: $0) }
    }
}

extension FolderRegistry {
    func recordPath(of folder: LinkedFolder) -> String { statePath(of: folder) + ".status.json" }

    /// The process that works on the folder now; taking no lock itself, so that it disturbs nobody.
    func worker(on folder: LinkedFolder) -> Int32? {
        guard let look = try? FileManager.default.attributesOfItem(atPath: statePath(of: folder) + ".lock"),
            let lock = look[.systemFileNumber] as? UInt64
        else { return nil }
        // While others take and free locks, one reading may miss a line.
        for _ in 0..<Self.looksAtLocks {
            if let holder = Self.holder(ofInode: lock) { return holder }
        }
        return nil
    }

    private static let looksAtLocks = 3

    private static func holder(ofInode lock: UInt64) -> Int32? {
        guard let table = fopen("/proc/locks", "re") else { return nil }
        defer { fclose(table) }
        var line = [CChar](repeating: 0, count: 256)
        // The kernel gives the table in pieces, and Foundation takes the first for all of it.
        while fgets(&line, Int32(line.count), table) != nil {
            // 1: FLOCK  ADVISORY  WRITE 4711 fe:01:1234 0 EOF
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            let words = text.split(whereSeparator: \.isWhitespace)
            guard words.count >= 6, words[1] == "FLOCK", let inode = words[5].split(separator: ":").last,
                UInt64(inode) == lock, let pid = Int32(words[4])
            else { continue }
            return pid
        }
        return nil
    }

    /// `watch` or `sync`, as a process of this program was started.
    func command(of pid: Int32) -> String {
        let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline").map { $0.split(separator: 0) } ?? []
        return words.contains { $0.elementsEqual("watch".utf8) } ? "watch" : "sync"
    }
}
