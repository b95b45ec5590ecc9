import TidelineCore

/// Content of a change after it was checked: stored, the caller's to use, and what it says it is.
struct ProposedContent: Sendable {
    let content: Content
    let mimeType: String?
    let chunks: [ChunkRef]
    /// Where it is a version that was uploaded for one change.
    let uploaded: UploadedVersion?

    init(content: Content, mimeType: String?, chunks: [ChunkRef], uploaded: UploadedVersion? = nil) {
        self.content = content.typed(mimeType)
        self.mimeType = mimeType
        self.chunks = chunks
        self.uploaded = uploaded
    }
}

/// A version that no file has yet. The change that uses it makes it one of its file.
struct UploadedVersion: Sendable {
    let uploadID: UploadID
    let shareID: ShareID
    let versionID: VersionID
    let modifiedAt: Timestamp?

    init(_ upload: Upload, _ version: VersionID) {
        uploadID = upload.id
        shareID = upload.shareID
        versionID = version
        modifiedAt = upload.modifiedAt
    }
}

/// A change of a batch with its content, or why it cannot be.
struct PreparedChange: Sendable {
    let index: Int
    let clientChangeID: String?
    /// An earlier change of the batch has the same `client_change_id`, so it cannot be told which one a retry means.
    let isRepeat: Bool
    var change: Result<ParsedChange, ServiceError>
    var content: ProposedContent?
}
