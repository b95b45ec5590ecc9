import Foundation
import TidelineClient

/// A copy of a folder's state that is gone with this value.
final class StateCopy: Sendable {
    private let folder: String

    var path: String { folder + "/state.sqlite" }

    /// Nobody may write to the original meanwhile; it need not exist.
    init(of original: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tideline-" + UUID().uuidString).path
        try PrivateFile.makeFolder(folder)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: original + suffix) {
            try FileManager.default.copyItem(atPath: original + suffix, toPath: path + suffix)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
