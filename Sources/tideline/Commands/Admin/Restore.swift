import ArgumentParser
import Foundation
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineServer
import TidelineService

struct Restore: AdminCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a data folder of a backup.",
        discussion: """
            All of the backup is checked before anything is put in place. Devices then compare their folders with the \
            restored server: what they have and the backup does not is sent again, nothing of theirs is deleted. All \
            users log in again.

            Examples:
            tideline admin restore /mnt/backup/tideline --data /var/lib/tideline
            tideline admin restore /mnt/backup/tideline --data /var/lib/tideline --replace
            """)

    @Argument(help: "Folder of the backup.")
    var backup: String

    @Option(help: ArgumentHelp("Where the data go: a new or empty folder.", valueName: "dir"))
    var data: String

    @Flag(help: "Replace what is in the data folder; that is moved aside, never deleted.")
    var replace = false

    @OptionGroup var options: OutputOptions

    private struct Report: Encodable {
        let data: String
        let epoch: Int64
        let taken_at: String
        let bytes: Int64
        /// Where the folder before is now.
        let replaced: String?
    }

    func administer() async throws {
        let target = absolutePath(data)
        let isOccupied = try occupied(target)
        guard replace || !isOccupied else {
            throw Failure(
                "\(target) is not empty. Choose another folder, or add --replace, which moves what is there aside.",
                .usage)
        }
        // Nobody starts a server there meanwhile.
        let claim = isOccupied ? try DataDirectory(claiming: target) : nil
        let staging = target + ".restoring"
        try? FileManager.default.removeItem(atPath: staging)
        let progress = Progress("restored")
        let manifest: BackupManifest
        let epoch: Int64
        do {
            manifest = try BackupFolder(path: absolutePath(backup)).restore(to: staging) { progress.show($0, of: $1) }
            complain("Reading all content to build its index.")
            epoch = try await beginTimeline(in: staging, after: replacedEpoch(target))
        } catch {
            try? FileManager.default.removeItem(atPath: staging)
            throw error
        }
        let aside = try putInPlace(staging, target, isOccupied: isOccupied)
        withExtendedLifetime(claim) {}
        let report = Report(
            data: target, epoch: epoch, taken_at: manifest.takenAt, bytes: manifest.bytes, replaced: aside)
        try options.show(report, text(report))
    }

    private func occupied(_ path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do {
            return try !FileManager.default.contentsOfDirectory(atPath: path).isEmpty
        } catch {
            throw Failure("\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    /// nil when nothing readable is there.
    private func replacedEpoch(_ target: String) -> Int64? {
        let path = target + "/metadata.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return (try? SQLiteSnapshot.heads(of: path))?.values.map(\.epoch).max()
    }

    private func beginTimeline(in staging: String, after replaced: Int64?) async throws -> Int64 {
        let directory = try DataDirectory(claiming: staging)
        defer { withExtendedLifetime(directory) {} }
        return try await withStores(of: directory) { try await Service($0).timelines.begin(after: replaced) }
    }

    /// Answers where the folder before went.
    private func putInPlace(_ staging: String, _ target: String, isOccupied: Bool) throws -> String? {
        var aside: String?
        if isOccupied {
            let stamp = SystemClock().now().rfc3339.filter { $0.isNumber }.prefix(14)
            let path = "\(target).replaced-\(stamp)"
            try move(target, path)
            aside = path
        } else {
            rmdir(target)
        }
        try move(staging, target)
        return aside
    }

    private func move(_ path: String, _ target: String) throws {
        guard rename(path, target) == 0 else { throw SystemError(action: "move \(path) to", path: target, code: errno) }
    }

    private func text(_ report: Report) -> String {
        """
        Restored the backup of \(report.taken_at) to \(report.data) (\(readable(bytes: report.bytes))).\
        \(report.replaced.map { " What was there is in \($0)." } ?? "") Start the server; all users log in again.
        """
    }
}
