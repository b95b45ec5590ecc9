import TidelineCore

// Uploads as the memory store keeps them.

extension MemoryTransaction {
    package func upload(_ id: UploadID) throws -> Upload? { state.uploads[id] }

    package func upload(of version: VersionID) throws -> Upload? {
        state.uploads.values.first { $0.outcome == .version(version) || $0.outcome == .used(version) }
    }

    package func countUploads(of user: UserID, touchedSince: Timestamp) throws -> Int {
        state.uploads.values.count { upload in
            upload.userID == user && upload.touchedAt >= touchedSince && upload.outcome.holdsChunks
        }
    }

    package func uploadChunks(of upload: UploadID) throws -> [UploadChunk] {
        (state.uploadChunks[upload] ?? [:]).map { UploadChunk(index: $0.key, hash: $0.value) }
            .sorted { $0.index < $1.index }
    }

    package func uploadChunk(_ index: Int, of upload: UploadID) throws -> UploadChunk? {
        state.uploadChunks[upload]?[index].map { UploadChunk(index: index, hash: $0) }
    }

    package func put(_ upload: Upload) throws {
        try need(state.users[upload.userID])
        try need(state.shares[upload.shareID])
        set(\.uploads, upload.id, upload)
    }

    package func put(_ chunk: UploadChunk, of upload: UploadID) throws {
        returned(chunk.hash, to: try need(state.uploads[upload]).tenantID)
        let old = state.uploadChunks[upload]?[chunk.index]
        change(
            { $0.uploadChunks[upload, default: [:]][chunk.index] = chunk.hash },
            undo: { $0.uploadChunks[upload]?[chunk.index] = old })
    }

    package func removeUploadChunks(of upload: UploadID) throws { set(\.uploadChunks, upload, nil) }

    package func remove(_ upload: UploadID) throws {
        set(\.uploadChunks, upload, nil)
        set(\.uploads, upload, nil)
    }

    package func removeUploads(touchedBefore time: Timestamp) throws { try removeUploads { $0.touchedAt < time } }

    func removeUploads(where condition: (Upload) -> Bool) throws {
        for upload in state.uploads.values where condition(upload) { try remove(upload.id) }
    }
}

extension Upload.Outcome {
    /// Whether nothing but the upload itself keeps its chunks.
    fileprivate var holdsChunks: Bool {
        switch self {
        case .open, .version: true
        case .file, .used: false
        }
    }
}
