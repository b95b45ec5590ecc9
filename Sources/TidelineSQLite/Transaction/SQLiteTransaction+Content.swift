import GRDBSQLite
import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func version(_ id: VersionID) throws -> FileVersion? {
        try session.first("\(FileVersion.select) WHERE id = ?", id) { try FileVersion(from: &$0) }
    }

    func version(number: Int, of file: NodeID) throws -> FileVersion? {
        try session.first("\(FileVersion.select) WHERE file_id = ? AND number = ?", file, number) {
            try FileVersion(from: &$0)
        }
    }

    func versions(of file: NodeID) throws -> [FileVersion] {
        try session.all("\(FileVersion.select) WHERE file_id = ? ORDER BY number", file) { try FileVersion(from: &$0) }
    }

    func versions(of file: NodeID, before number: Int?, limit: Int) throws -> [FileVersion] {
        try session.all(
            "\(FileVersion.select) WHERE file_id = ? AND number < ? ORDER BY number DESC LIMIT ?", file,
            number ?? Int.max, limit
        ) { try FileVersion(from: &$0) }
    }

    func manifest(of version: VersionID) throws -> [ChunkRef] {
        var manifest: [ChunkRef] = []
        try session.stepping("SELECT manifest FROM versions WHERE id = ?", version) { handle in
            manifest = withBlob(handle, 0, decodedManifest)
            return .stop
        }
        return manifest
    }

    func insert(_ version: FileVersion, manifest: [ChunkRef]) throws {
        guard try taken(manifest.map(\.hash), in: version.tenantID).isEmpty else { throw ConstraintError.contentTaken }
        try refusal(is: .versionExists) {
            try session.run(
                HotSQL.insertVersion, version.id, version.tenantID, version.shareID, version.fileID, version.number,
                version.content.checksum, version.content.size, version.content.executable, version.mimeType,
                version.modifiedAt, version.writtenAt, version.createdBy, version.deviceID, version.createdAt,
                version.baseVersionID, encodedManifest(manifest))
        }
        for chunk in manifest { try session.run(HotSQL.addShareChunk, chunk.hash, version.shareID) }
        try session.run(HotSQL.addUsedBytes, version.content.size, version.shareID)
    }

    func remove(_ version: VersionID) throws {
        guard let found = try self.version(version) else { return }
        let manifest = try manifest(of: version)
        try refusal(is: .missingReference) { try session.run("DELETE FROM versions WHERE id = ?", version) }
        for chunk in manifest {
            let uses: Int? = try session.first(HotSQL.dropShareChunk, chunk.hash, found.shareID) { try $0.next() }
            guard uses == 0 else { continue }
            try session.run("DELETE FROM share_chunks WHERE hash = ? AND share_id = ?", chunk.hash, found.shareID)
        }
        try session.run(HotSQL.addUsedBytes, -found.content.size, found.shareID)
    }

    // MARK: Chunks

    func chunks(
        _ hashes: [Digest], knownTo user: UserID, shares: Set<ShareID>, grantedSince: Timestamp
    ) throws -> Set<Digest> {
        var known: Set<Digest> = []
        for hash in hashes where !known.contains(hash) {
            if try isGranted(hash, to: user, since: grantedSince) || isPart(hash, of: shares) { known.insert(hash) }
        }
        return known
    }

    private func isGranted(_ hash: Digest, to user: UserID, since: Timestamp) throws -> Bool {
        try session.first(HotSQL.grantedChunk, user, hash, since) { _ in true } ?? false
    }

    private func isPart(_ hash: Digest, of shares: Set<ShareID>) throws -> Bool {
        var isFound = false
        try session.stepping(HotSQL.sharesOfChunk, hash) { handle in
            isFound = shares.contains(try ShareID(from: handle, column: 0))
            return isFound ? .stop : .goOn
        }
        return isFound
    }

    func grant(_ hashes: [Digest], to user: UserID, at time: Timestamp) throws {
        for hash in hashes { try session.run(HotSQL.grant, user, hash, time) }
        try returned(hashes, ofTenantFrom: "users", user)
    }

    func forgetGrants(before time: Timestamp, limit: Int) throws -> Int {
        try session.run(
            """
            DELETE FROM chunk_grants WHERE (user_id, hash) IN
                (SELECT user_id, hash FROM chunk_grants WHERE granted_at < ? LIMIT ?)
            """, time, limit)
    }
}

// MARK: Manifests

private let manifestEntryBytes = Digest.byteCount + 8

private func encodedManifest(_ manifest: [ChunkRef]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(manifest.count * manifestEntryBytes)
    for chunk in manifest {
        bytes += chunk.hash.bytes
        withUnsafeBytes(of: UInt64(chunk.size).bigEndian) { bytes += $0 }
    }
    return bytes
}

/// The table's CHECK promises whole entries.
func decodedManifest(_ bytes: UnsafeRawBufferPointer) -> [ChunkRef] {
    stride(from: 0, to: bytes.count, by: manifestEntryBytes).compactMap { start in
        let size = bytes.loadUnaligned(fromByteOffset: start + Digest.byteCount, as: UInt64.self)
        return Digest(bytes: bytes[start..<start + Digest.byteCount])
            .map { ChunkRef(hash: $0, size: Int(UInt64(bigEndian: size))) }
    }
}

extension FileVersion {
    fileprivate static let select = """
        SELECT id, tenant_id, share_id, file_id, number, checksum, size, executable, mime_type, modified_at, written_at,
            created_by, device_id, created_at, base_version_id FROM versions
        """

    fileprivate init(from row: inout Row) throws {
        self.init(
            id: try row.next(), tenantID: try row.next(), shareID: try row.next(), fileID: try row.next(),
            number: try row.next(),
            content: Content(checksum: try row.next(), size: try row.next(), executable: try row.next()),
            mimeType: try row.next(), modifiedAt: try row.next(), writtenAt: try row.next(), createdBy: try row.next(),
            deviceID: try row.next(), createdAt: try row.next(), baseVersionID: try row.next())
    }
}
