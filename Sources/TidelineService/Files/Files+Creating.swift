package import TidelineAPI
import TidelineCore

/// A file that is about to come in one request.
package struct NewFile: Sendable {
    let share: String
    let folder: NodeID?
    let name: NodeName
    let mimeType: String?
    let modifiedAt: Timestamp?
    let checksum: Digest?

    /// - Parameter folder: absent, empty or `root`: the root of the share.
    package init(
        share: String, folder: String?, name: String, mimeType: String?, modifiedAt: String?, checksum: String?
    ) throws {
        self.share = share
        self.folder = try folder.flatMap { try parseFolder($0.isEmpty ? .root : .folder($0), "folder_id") }
        self.name = try parseName(name, "file")
        self.mimeType = try mimeType.map { try parseMimeType($0, "mime_type") }
        self.modifiedAt = try modifiedAt.map { try parseTime($0, "modified_at") }
        self.checksum = try checksum.map { try parseChecksum($0, "checksum_sha256") }
    }

    fileprivate var place: Place { Place(parent: folder, name: name) }
}

extension Files {
    /// Refuses at once what could only be refused after all of the content has come. Writes nothing.
    ///
    /// - Returns: bytes that the share's quota has room for; nil: any number.
    package func check(_ caller: Caller, _ file: NewFile) async throws -> Int64? {
        try await context.store.read { reader in
            let access = try reader.access(caller, share: file.share)
            try access.require(.create)
            let share = access.share.id
            try reader.requireLiveFolder(file.folder, in: share)
            guard try reader.child(of: file.folder, in: share, key: file.name.key) == nil else {
                throw ServiceError(
                    .nameConflict, "\(file.name) is taken in that folder; choose another name or another folder.")
            }
            return access.share.quotaBytes.map { max(0, $0 - access.share.usedBytes) }
        }
    }

    /// Makes the file of content that was taken in, and of which every chunk is stored.
    package func create(_ caller: Caller, _ file: NewFile, _ intake: ContentIntake) async throws -> FileBody {
        let content = intake.content(mimeType: file.mimeType)
        guard file.checksum.map({ $0 == content.content.checksum }) ?? true else {
            throw ServiceError(
                .checksumMismatch, "The content that came has another SHA-256 than checksum_sha256 says; send it again."
            )
        }
        // A slow upload may have taken longer than sent chunks are kept for.
        guard try await context.unusable(content.chunks.map(\.hash), by: caller).isEmpty else {
            throw ServiceError(.unavailable, "Parts of this file are not on the server any more; send it again.")
        }
        return try await context.edit(caller, share: file.share, .create) { tree in
            try tree.fileBody(try tree.createFile(at: file.place, content, modifiedAt: file.modifiedAt))
        }
    }
}

extension TreeEditor {
    /// In a live folder, under a free name, within the quota; or throws.
    func createFile(at place: Place, _ content: ProposedContent, modifiedAt: Timestamp?) throws -> Node {
        _ = try liveParent(place)
        try requireFree(place)
        try requireRoom(for: content.content.size)
        let new = NewContent(
            proposed: content, modifiedAt: modifiedAt ?? now, writtenAt: now, baseVersionID: nil)
        return try create(NodeID(.file, newID()), at: place, new, writtenAt: now)
    }
}
