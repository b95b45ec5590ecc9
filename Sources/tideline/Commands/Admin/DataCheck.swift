import Foundation
import NIOCore
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineService

/// What `fsck` found.
struct CheckReport: Encodable {
    struct Damage: Encodable {
        let problem: String
        /// A thing's, version's, share's or tenant's id, or a file of the server.
        let id: String
        var share: String?
        var path: String?
        var version: Int?
        let remedy: String
    }

    var damage: [Damage] = []
    var versions = 0
    var chunks = 0
    var bytes_read: Int64 = 0

    var text: String {
        guard !damage.isEmpty else {
            return "No damage: \(versions) versions, \(chunks) chunks, \(readable(bytes: bytes_read)) read."
        }
        let lines = damage.map { damage in
            var place = damage.id
            if let share = damage.share, let path = damage.path {
                place = "\(printable(share)): \(printable(path)), version \(damage.version ?? 0)"
            }
            return "\(place): \(damage.problem). \(damage.remedy)"
        }
        return lines.joined(separator: "\n") + "\n\(damage.count) times damaged."
    }
}

/// Compares metadata and content.
struct DataCheck {
    let metadata: MetadataCheck
    let chunks: SegmentChunkStore
    let isQuick: Bool
    private(set) var report = CheckReport()
    private var bad: [ChunkName: String] = [:]
    private let progress = Progress("read")

    init(metadata: MetadataCheck, chunks: SegmentChunkStore, isQuick: Bool) {
        self.metadata = metadata
        self.chunks = chunks
        self.isQuick = isQuick
    }

    mutating func run() async throws {
        for finding in try metadata.findings() {
            report.damage.append(
                CheckReport.Damage(problem: finding.problem, id: finding.id, remedy: Self.report))
        }
        let wrong = try metadata.wrongCounts()
        if wrong > 0 {
            report.damage.append(
                CheckReport.Damage(
                    problem: "\(wrong) counts of how often a chunk is used are wrong", id: "share_chunks",
                    remedy: Self.report))
        }
        try await checkChunks()
        try checkVersions()
    }

    /// Each chunk that versions name, once.
    private mutating func checkChunks() async throws {
        var last: ChunkName?
        while true {
            let page = try metadata.chunks(after: last, limit: Limits.collectionPageChunks)
            guard let end = page.last else { return }
            last = end
            report.chunks += page.count
            for name in page { try await check(name) }
        }
    }

    private mutating func check(_ name: ChunkName) async throws {
        do {
            if isQuick {
                _ = try await chunks.locate([name.hash], tenant: name.tenant)
            } else {
                report.bytes_read += Int64(try await chunks.read(name.hash, tenant: name.tenant).readableBytes)
                progress.show(report.bytes_read, of: nil)
            }
        } catch let error as ChunkError {
            guard bad.count < Limits.damagedChunksMax else {
                throw Failure(
                    """
                    More than \(Limits.damagedChunksMax) chunks are missing or damaged. Check the disk, and restore a \
                    backup.
                    """)
            }
            if case .missing = error { bad[name] = "is missing" } else { bad[name] = "is damaged" }
        }
    }

    private mutating func checkVersions() throws {
        var found: [CheckReport.Damage] = []
        var count = 0
        let bad = bad
        try metadata.forEachVersion { version in
            count += 1
            let sum = version.chunks.reduce(Int64(0)) { $0 + Int64($1.size) }
            if sum != version.size {
                found.append(
                    damage(of: version, "its chunks have \(sum) bytes together, not \(version.size)", Self.report))
            }
            guard !bad.isEmpty else { return }
            let hit = Set(version.chunks.map(\.hash)).compactMap { hash in
                bad[ChunkName(tenant: version.tenantID, hash: hash)].map { (hash, $0) }
            }
            if let (hash, what) = hit.first {
                let others = hit.count > 1 ? " (and \(hit.count - 1) more)" : ""
                found.append(damage(of: version, "chunk \(hash)\(others) \(what)", Self.resend))
            }
        }
        report.versions = count
        report.damage += try found.map { damage in
            var damage = damage
            (damage.share, damage.path) = try metadata.place(of: damage.path ?? "")
            return damage
        }
    }

    /// Its path is the file's id until all versions were seen: a database is asked one question at a time.
    private func damage(of version: MetadataCheck.Version, _ problem: String, _ remedy: String) -> CheckReport.Damage {
        CheckReport.Damage(
            problem: problem, id: version.id, path: version.fileID, version: version.number, remedy: remedy)
    }

    private static let report = "Restore a backup, and report this."
    private static let resend = """
        Where a device still has this content, copy it to a new name in its synced folder: that sends it again and mends \
        every version that uses it. Else restore a backup.
        """
}
