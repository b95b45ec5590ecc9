import Foundation
import TidelineCore

/// What a backup holds: `backup.json`, which is written last, so that a backup without it is known to be incomplete.
package struct BackupManifest: Codable, Hashable, Sendable {
    package static let formatNow = 1
    static let fileName = "backup.json"

    package struct File: Codable, Hashable, Sendable {
        /// Below the backup's folder.
        package let name: String
        package let size: Int64
        /// Of the first `size` bytes, in hexadecimal; the file may be longer.
        package let sha256: String
    }

    package let format: Int
    /// Counts the backups in this folder.
    package let number: Int
    /// Of the program that took it.
    package let version: String
    /// RFC 3339.
    package let takenAt: String
    /// Where each tenant's log stood.
    package let heads: [String: Int64]
    package let files: [File]

    enum CodingKeys: String, CodingKey {
        case format, number, version, heads, files
        case takenAt = "taken_at"
    }

    package var bytes: Int64 { files.reduce(0) { $0 + $1.size } }

    func file(_ name: String) -> File? { files.first { $0.name == name } }
}

/// Why a backup cannot be taken or used, and what to do.
package struct BackupError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
