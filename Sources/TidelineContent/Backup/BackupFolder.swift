import Foundation
import Glibc
package import TidelineCore
import TidelineService

/// A folder that holds one backup: `backup.json`, `metadata-N.sqlite`, `signing-key.pem` and `segments/`.
///
/// Taking one into the same folder again copies what is new. Until its `backup.json` replaces the old one, the old backup is
/// whole: segments only grow, and what it alone needs is removed last.
package struct BackupFolder: Sendable {
    package let path: String
    static let keyName = "signing-key.pem"

    package init(path: String) { self.path = path }

    /// nil when there is no finished backup. Throws ``BackupError`` when it is of no kind that is known here.
    package func manifest() throws -> BackupManifest? {
        guard let data = FileManager.default.contents(atPath: path + "/" + BackupManifest.fileName) else { return nil }
        guard let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data) else {
            throw BackupError(
                "\(path)/\(BackupManifest.fileName) cannot be read: it is damaged, or no backup of Tideline.")
        }
        guard manifest.format == BackupManifest.formatNow else {
            throw BackupError("The backup in \(path) was taken by Tideline \(manifest.version); use that version.")
        }
        return manifest
    }

    /// What is backed up.
    package struct Source: Sendable {
        /// The chunk store's folder.
        let content: String
        let signingKey: String
        /// Writes the metadata as they are now to a new file, and answers where each tenant's log stands in it.
        let snapshot: @Sendable (String) throws -> [TenantID: Position]

        package init(
            content: String, signingKey: String,
            snapshot: @escaping @Sendable (String) throws -> [TenantID: Position]
        ) {
            self.content = content
            self.signingKey = signingKey
            self.snapshot = snapshot
        }
    }

    /// What was copied for a backup, beside what was there.
    package struct Taken: Sendable {
        package let manifest: BackupManifest
        package fileprivate(set) var filesCopied = 0
        package fileprivate(set) var bytesCopied: Int64 = 0
    }

    /// Takes a backup, durable when this returns. Nothing may remove segments meanwhile (``CollectionLock``).
    ///
    /// Metadata first, content after: content is durable before rows name it, so what is copied later has all of it.
    package func take(
        _ source: Source, version: String, at time: Timestamp, _ progress: @escaping (Int64) -> Void
    ) throws -> Taken {
        try claim()
        let previous = try manifest()
        let number = (previous?.number ?? 0) + 1
        let metadata = "metadata-\(number).sqlite"
        unlink(path + "/" + metadata)
        let heads = try source.snapshot(path + "/" + metadata)
        if let previous, try !isSameServer(previous, heads, source) {
            unlink(path + "/" + metadata)
            throw BackupError(
                """
                \(path) holds a backup of another server, or of this one before it was restored. \
                Choose a new folder, and keep the old one as long as you may need it.
                """)
        }
        try syncPath(path + "/" + metadata)
        var run = BackupRun(path: path, previous: previous, progress: progress)
        try run.note(metadata)
        try run.copy(source.signingKey, as: Self.keyName)
        try run.copySegments(of: source.content)
        let manifest = BackupManifest(
            format: BackupManifest.formatNow, number: number, version: version, takenAt: time.rfc3339,
            heads: Dictionary(uniqueKeysWithValues: heads.map { ($0.key.description, $0.value.value) }),
            files: run.files)
        try finish(manifest)
        return Taken(manifest: manifest, filesCopied: run.filesCopied, bytesCopied: run.bytesCopied)
    }

    /// Makes the folder, or refuses one that holds anything else.
    private func claim() throws {
        try makePrivateFolder(path + "/segments")
        let foreign = try names(in: path).filter { name in
            name != "segments" && !name.hasPrefix("metadata-") && !name.hasPrefix(Self.keyName)
                && !name.hasPrefix(BackupManifest.fileName)
        }
        guard foreign.isEmpty else {
            throw BackupError("\(path) holds other things (\(foreign[0])); choose an empty or a new folder.")
        }
    }

    /// Segments are told apart by number and size alone, which is only good within one history of one server.
    private func isSameServer(_ previous: BackupManifest, _ heads: [TenantID: Position], _ source: Source) throws
        -> Bool
    {
        let key = try readFile(source.signingKey, bytes: .max) { _ in }
        return previous.file(Self.keyName)?.sha256 == key.sha256.hex
            && previous.heads.allSatisfy { tenant, value in
                guard let old = Position(value), let new = TenantID(tenant).flatMap({ heads[$0] }) else { return false }
                return new.epoch == old.epoch && new >= old
            }
    }

    private func finish(_ manifest: BackupManifest) throws {
        try syncPath(path + "/segments")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let target = path + "/" + BackupManifest.fileName
        do {
            try encoder.encode(manifest).write(to: URL(fileURLWithPath: target + ".new"))
        } catch {
            throw StoreUnavailable(reason: "cannot write \(target).new: \(error.localizedDescription)")
        }
        chmod(target + ".new", 0o600)
        try syncPath(target + ".new")
        try syncPath(path)
        guard rename(target + ".new", target) == 0 else { throw StoreUnavailable.lastError("rename", target) }
        try syncPath(path)
        try removeAllBut(manifest)
    }

    private func removeAllBut(_ manifest: BackupManifest) throws {
        let kept = Set(manifest.files.map(\.name))
        let found = try names(in: path).filter { $0 != "segments" && $0 != BackupManifest.fileName }
        for name in try found + names(in: path + "/segments").map({ "segments/" + $0 }) where !kept.contains(name) {
            unlink(path + "/" + name)
        }
    }
}

/// One backup being taken.
private struct BackupRun {
    let path: String
    let previous: BackupManifest?
    let progress: (Int64) -> Void
    private(set) var files: [BackupManifest.File] = []
    private(set) var filesCopied = 0
    private(set) var bytesCopied: Int64 = 0

    init(path: String, previous: BackupManifest?, progress: @escaping (Int64) -> Void) {
        self.path = path
        self.previous = previous
        self.progress = progress
    }

    /// A file that was just written here.
    mutating func note(_ name: String) throws {
        add(name, try readFile(path + "/" + name, bytes: .max) { _ in })
    }

    mutating func copy(_ source: String, as name: String) throws {
        add(name, try copyFile(source, to: path + "/" + name, bytes: try fileSize(source)))
    }

    /// A segment that did not grow since the last backup is left as it is.
    mutating func copySegments(of content: String) throws {
        for name in try names(in: content + "/segments") where name.hasSuffix(".seg") {
            let source = content + "/segments/" + name
            let size = try fileSize(source)
            guard size > 0 else { continue }
            let known = previous?.file("segments/" + name)
            if let known, known.size == size, (try? fileSize(path + "/" + known.name)) == size {
                files.append(known)
            } else {
                try copy(source, as: "segments/" + name)
            }
        }
    }

    private mutating func add(_ name: String, _ read: ReadThrough) {
        files.append(BackupManifest.File(name: name, size: read.size, sha256: read.sha256.hex))
        filesCopied += 1
        bytesCopied += read.size
        progress(bytesCopied)
    }
}
