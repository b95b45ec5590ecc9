import ArgumentParser
import Foundation
import TidelineClient
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineServer

struct BackUp: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Backs up a server, which may run meanwhile.",
        discussion: """
            Into the same folder again it copies only what is new; until that is complete, the backup before stays good.

            Example: tideline admin backup /mnt/backup/tideline --data /var/lib/tideline
            """)

    @Argument(help: "Folder for the backup: new, empty, or with an earlier backup of this server.")
    var dest: String

    @OptionGroup var data: DataOptions
    @OptionGroup var options: OutputOptions

    private struct Report: Encodable {
        let backup: String
        let number: Int
        let bytes: Int64
        let files_copied: Int
        let bytes_copied: Int64
        let seconds: Double
    }

    func administer() async throws {
        try data.requireServer()
        let path = data.path
        let (content, metadata) = (path + "/content", path + "/metadata.sqlite")
        if try CollectionLock(content: content, waits: false) == nil {
            complain("Waiting for a collection or another backup to end.")
        }
        let start = Date()
        let lock = try CollectionLock(content: content, waits: true)
        let folder = BackupFolder(path: absolutePath(dest))
        let progress = Progress("copied")
        let taken = try folder.take(
            BackupFolder.Source(content: content, signingKey: path + "/signing-key.pem") { target in
                try SQLiteSnapshot.take(from: metadata, to: target)
            }, version: clientVersion, at: SystemClock().now()
        ) { progress.show($0, of: nil) }
        withExtendedLifetime(lock) {}
        let report = Report(
            backup: folder.path, number: taken.manifest.number, bytes: taken.manifest.bytes,
            files_copied: taken.filesCopied, bytes_copied: taken.bytesCopied, seconds: Date().timeIntervalSince(start))
        try options.show(
            report,
            """
            Backed up \(path) to \(folder.path): \(readable(bytes: report.bytes)), \
            of which \(readable(bytes: report.bytes_copied)) were copied now.
            """)
    }
}
