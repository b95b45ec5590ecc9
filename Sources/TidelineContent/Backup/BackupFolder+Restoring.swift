import Foundation
import TidelineCore
import TidelineService

extension BackupFolder {
    /// Copies the backup into a new data folder, each file compared with its checksum, all durable on return.
    ///
    /// - Parameter progress: is told the bytes copied so far, and all.
    package func restore(to data: String, _ progress: (Int64, Int64) -> Void) throws -> BackupManifest {
        guard let manifest = try manifest() else {
            throw BackupError("\(path) holds no finished backup: it has no \(BackupManifest.fileName).")
        }
        try makePrivateFolder(data + "/content/segments")
        let all = manifest.bytes
        var done: Int64 = 0
        for file in manifest.files {
            try copy(file, to: data)
            done += file.size
            progress(done, all)
        }
        for folder in ["/content/segments", "/content", ""] { try syncPath(data + folder) }
        return manifest
    }

    private func copy(_ file: BackupManifest.File, to data: String) throws {
        let target: String
        if file.name.hasPrefix("metadata-") {
            target = "metadata.sqlite"
        } else if file.name.hasPrefix("segments/"), !file.name.contains("..") {
            target = "content/" + file.name
        } else if file.name == Self.keyName {
            target = file.name
        } else {
            throw BackupError("The backup in \(path) names a file that does not belong to one: \(file.name).")
        }
        guard FileManager.default.fileExists(atPath: path + "/" + file.name) else {
            throw BackupError("The backup in \(path) lacks its file \(file.name); use another backup.")
        }
        let read = try copyFile(path + "/" + file.name, to: data + "/" + target, bytes: file.size)
        guard read.size == file.size, read.sha256.hex == file.sha256 else {
            throw BackupError("The file \(file.name) of the backup in \(path) is damaged; use another backup.")
        }
    }
}
