import TidelineCore
import TidelineSync

/// What `sync --json` prints.
struct SyncResult: Encodable, Sendable {
    let uploaded: Int
    let downloaded: Int
    let moved: Int
    let deleted: Int
    let conflicts: Int
    let skipped: Int
    let halted: Bool
    let reason: String?
    let bytesSent: Int64
    let bytesReceived: Int64
    let seconds: Double
    let cursor: Int64?
    let unfinished: Bool
    let conflictPaths: [ConflictPath]
    let skippedPaths: [Skip]
    let notes: [Skip]
    let halt: Failure?

    struct ConflictPath: Encodable, Sendable {
        let path: String
        let type: String
        let copyPath: String?

        enum CodingKeys: String, CodingKey {
            case path
            case type
            case copyPath = "copy_path"
        }
    }

    struct Skip: Encodable, Sendable {
        let path: String
        let reason: String
    }

    init(_ report: PassReport, _ halt: Failure?, seconds: Double) {
        uploaded = report.uploaded
        downloaded = report.downloaded
        moved = report.moved
        deleted = report.deleted
        conflicts = report.conflicts.count
        skipped = report.skipped.count
        halted = halt != nil
        reason = halt?.message
        bytesSent = report.bytesSent
        bytesReceived = report.bytesReceived
        self.seconds = seconds
        cursor = report.cursor?.value
        unfinished = report.isUnfinished
        conflictPaths = report.conflicts.map {
            ConflictPath(path: $0.path, type: $0.type.rawValue, copyPath: $0.copyPath)
        }
        skippedPaths = report.skipped.map { Skip(path: $0.path, reason: $0.reason) }
        notes = report.notes.map { Skip(path: $0.path, reason: $0.reason) }
        self.halt = halt
    }

    var needsAttention: Bool { conflicts > 0 || skipped > 0 || unfinished }

    var text: String {
        var lines = conflictPaths.map { conflict in
            let copy = conflict.copyPath.map { "; this device's content is now \(printable($0))" } ?? ""
            return "conflict  \(printable(conflict.path)): \(conflict.type)\(copy)"
        }
        lines += skippedPaths.map { "skipped   \(printable($0.path)): \(printable($0.reason))" }
        lines += notes.map { "note      \(printable($0.path)): \(printable($0.reason))" }
        return (lines + [summary]).joined(separator: "\n")
    }

    var summary: String {
        let state = unfinished ? "Some things changed meanwhile; run it again" : "In sync"
        let counts = "\(uploaded) uploaded, \(downloaded) downloaded, \(moved) moved, \(deleted) deleted"
        return "\(state): \(counts); \(sizeText(bytesSent)) sent, \(sizeText(bytesReceived)) received."
    }

    enum CodingKeys: String, CodingKey {
        case uploaded
        case downloaded
        case moved
        case deleted
        case conflicts
        case skipped
        case halted
        case reason
        case bytesSent = "bytes_sent"
        case bytesReceived = "bytes_received"
        case seconds
        case cursor
        case unfinished
        case conflictPaths = "conflict_paths"
        case skippedPaths = "skipped_paths"
        case notes
    }
}
