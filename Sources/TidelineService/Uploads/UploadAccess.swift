import TidelineAPI
import TidelineCore

extension MetadataReader {
    /// The caller's own, in a share where they may create. Another user's is `NOT_FOUND`, one that lay idle too long `GONE`.
    func upload(_ text: String, of caller: Caller, now: Timestamp) throws -> (upload: Upload, access: ShareAccess) {
        guard let id = UploadID(text), let upload = try upload(id), upload.userID == caller.userID,
            upload.tenantID == caller.tenantID
        else { throw ServiceError.notFound("The upload") }
        let access = try access(caller, share: upload.shareID)
        try access.require(.create)
        guard now < upload.expiresAt else {
            throw ServiceError(.gone, "This upload lay idle for too long; start a new one.")
        }
        return (upload, access)
    }

    func openUpload(_ text: String, of caller: Caller, now: Timestamp) throws -> Upload {
        let upload = try upload(text, of: caller, now: now).upload
        guard upload.outcome == .open else {
            throw ServiceError(.validationFailed, "This upload is completed; start a new one for other content.")
        }
        return upload
    }

    /// Content that the caller uploaded for one change; nil when there is no such version, or it was used or has expired.
    func uploadedContent(_ version: VersionID, of caller: Caller, now: Timestamp) throws -> ProposedContent? {
        guard let upload = try ownUpload(of: version, caller), upload.outcome == .version(version),
            let checksum = upload.checksum, now < upload.expiresAt
        else { return nil }
        let chunks = try uploadChunks(of: upload.id)
        return ProposedContent(
            content: Content(checksum: checksum, size: upload.size, executable: false), mimeType: upload.mimeType,
            chunks: upload.manifest(chunks), uploaded: UploadedVersion(upload, version))
    }

    /// An upload's version goes to one change; as long as the upload is remembered, another one is refused.
    func requireUnused(_ version: VersionID, of caller: Caller) throws {
        guard try ownUpload(of: version, caller)?.outcome == .used(version) else { return }
        throw ServiceError(
            .validationFailed, "The version \(version) was used by another change; upload its content again.")
    }

    private func ownUpload(of version: VersionID, _ caller: Caller) throws -> Upload? {
        guard let upload = try upload(of: version), upload.userID == caller.userID,
            upload.tenantID == caller.tenantID
        else { return nil }
        return upload
    }
}

extension TreeEditor {
    /// Whether uploaded content may still go to a file of this share. To be asked before anything is written.
    func requireUsable(_ content: ProposedContent?, by caller: Caller) throws {
        guard let uploaded = content?.uploaded else { return }
        try writer.requireUnused(uploaded.versionID, of: caller)
        guard uploaded.shareID == share.id, try writer.upload(of: uploaded.versionID) != nil else {
            throw ServiceError.notFound("The version \(uploaded.versionID)")
        }
    }

    /// The version holds its chunks now.
    func markUsed(_ uploaded: UploadedVersion) throws {
        guard var upload = try writer.upload(uploaded.uploadID) else {
            preconditionFailure("an upload that is usable is there")
        }
        upload.outcome = .used(uploaded.versionID)
        try writer.put(upload)
        try writer.removeUploadChunks(of: upload.id)
    }
}

extension Upload {
    var expiresAt: Timestamp { touchedAt.adding(seconds: Limits.uploadSecondsKept) }

    /// The chunks as a version lists them.
    func manifest(_ chunks: [UploadChunk]) -> [ChunkRef] {
        chunks.map { ChunkRef(hash: $0.hash, size: bytes(ofChunk: $0.index)) }
    }
}

extension UploadBody {
    init(_ upload: Upload, _ chunks: [UploadChunk]) {
        var ranges: [ChunkRange] = []
        for chunk in chunks {
            if let last = ranges.last, last.last == chunk.index - 1 {
                ranges[ranges.count - 1].last = chunk.index
            } else if ranges.count < Limits.uploadRangesMax {
                ranges.append(ChunkRange(first: chunk.index, last: chunk.index))
            } else {
                break
            }
        }
        var (file, version): (NodeID?, VersionID?)
        switch upload.outcome {
        case .open: break
        case .file(let id): file = id
        case .version(let id), .used(let id): version = id
        }
        let isOpen = upload.outcome == .open
        self.init(
            sessionID: upload.id.description, shareID: upload.shareID.description,
            folderID: upload.folderID?.description, fileName: upload.name.text, fileSize: upload.size,
            chunkSize: upload.chunkSize, totalChunks: upload.chunkCount, status: isOpen ? .open : .completed,
            receivedChunks: isOpen ? chunks.count : upload.chunkCount,
            received: isOpen ? ranges : upload.allChunks, fileID: file?.description, versionID: version?.description,
            createdAt: upload.createdAt.rfc3339, expiresAt: upload.expiresAt.rfc3339)
    }
}

extension Upload {
    fileprivate var allChunks: [ChunkRange] {
        chunkCount == 0 ? [] : [ChunkRange(first: 0, last: chunkCount - 1)]
    }
}
