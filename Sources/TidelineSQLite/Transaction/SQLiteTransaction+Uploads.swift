import TidelineCore
import TidelineService

extension SQLiteTransaction {
    func upload(_ id: UploadID) throws -> Upload? {
        try session.first("\(Upload.select) WHERE id = ?", id) { try Upload(from: &$0) }
    }

    func upload(of version: VersionID) throws -> Upload? {
        try session.first("\(Upload.select) WHERE version_id = ?", version) { try Upload(from: &$0) }
    }

    func countUploads(of user: UserID, touchedSince: Timestamp) throws -> Int {
        try session.first(HotSQL.countUploads, user, touchedSince) { try $0.next() } ?? 0
    }

    func uploadChunks(of upload: UploadID) throws -> [UploadChunk] {
        try session.all(HotSQL.uploadChunks, upload) { UploadChunk(index: try $0.next(), hash: try $0.next()) }
    }

    func uploadChunk(_ index: Int, of upload: UploadID) throws -> UploadChunk? {
        try session.first(HotSQL.uploadChunk, upload, index) { UploadChunk(index: index, hash: try $0.next()) }
    }

    func put(_ upload: Upload) throws {
        try session.run(
            Upload.put, upload.id, upload.tenantID, upload.userID, upload.shareID, upload.folderID, upload.name,
            upload.size, upload.chunkSize, upload.mimeType, upload.modifiedAt, upload.createdAt, upload.checksum,
            upload.touchedAt, upload.outcome.fileID, upload.outcome.versionID, upload.outcome.isUsed)
    }

    func put(_ chunk: UploadChunk, of upload: UploadID) throws {
        try session.run(HotSQL.putUploadChunk, upload, chunk.index, chunk.hash)
        try returned([chunk.hash], ofTenantFrom: "uploads", upload)
    }

    func removeUploadChunks(of upload: UploadID) throws {
        try session.run("DELETE FROM upload_chunks WHERE upload_id = ?", upload)
    }

    func remove(_ upload: UploadID) throws {
        try session.run("DELETE FROM uploads WHERE id = ?", upload)
    }

    func removeUploads(touchedBefore time: Timestamp) throws {
        try session.run("DELETE FROM uploads WHERE touched_at < ?", time)
    }
}

extension Upload {
    private static let fixed = [
        "tenant_id", "user_id", "share_id", "folder_id", "name", "size", "chunk_size", "mime_type", "modified_at",
        "created_at",
    ]
    private static let columns = ["checksum", "touched_at", "file_id", "version_id", "is_used"]

    fileprivate static let put = upsert("uploads", key: ["id"], fixed: fixed, columns: columns)

    fileprivate static let select = "SELECT id, \((fixed + columns).joined(separator: ", ")) FROM uploads"

    fileprivate init(from row: inout Row) throws {
        let id: UploadID = try row.next()
        let owner: (TenantID, UserID, ShareID) = (try row.next(), try row.next(), try row.next())
        let place: (folder: NodeID?, name: NodeName) = (try row.next(), try row.next())
        let sizes: (Int64, Int) = (try row.next(), try row.next())
        let metadata: (String?, Timestamp?) = (try row.next(), try row.next())
        let createdAt: Timestamp = try row.next()
        self.init(
            id: id, tenantID: owner.0, userID: owner.1, shareID: owner.2, folderID: place.folder, name: place.name,
            size: sizes.0, chunkSize: sizes.1, mimeType: metadata.0, modifiedAt: metadata.1, checksum: try row.next(),
            createdAt: createdAt, touchedAt: try row.next(), outcome: try Outcome(from: &row))
    }
}

extension Upload.Outcome {
    fileprivate var fileID: NodeID? {
        if case .file(let id) = self { id } else { nil }
    }

    fileprivate var versionID: VersionID? {
        switch self {
        case .version(let id), .used(let id): id
        case .open, .file: nil
        }
    }

    fileprivate var isUsed: Bool {
        if case .used = self { true } else { false }
    }

    fileprivate init(from row: inout Row) throws {
        let file: NodeID? = try row.next()
        let version: VersionID? = try row.next()
        let isUsed: Bool = try row.next()
        if let file {
            self = .file(file)
        } else if let version {
            self = isUsed ? .used(version) : .version(version)
        } else {
            self = .open
        }
    }
}
