import NIOCore
package import TidelineAPI
import TidelineCore

// From chunks to a file, or to a version that waits for a change.

extension Uploads {
    /// Makes the file; its chunks are stored already. Once it is made, the answer to a repeated call is that file.
    ///
    /// Throws `CONTENT_MISSING` with the indexes of chunks that did not come, `CHECKSUM_MISMATCH`, and `NAME_CONFLICT`, after
    /// which the upload can be completed under another name.
    package func complete(_ caller: Caller, id: String, _ body: CompleteUploadBody) async throws -> FileBody {
        let name = try body.fileName.map { try parseName($0, "file_name") }
        let folder = try body.folderID.map { try parseFolder($0, "folder_id") }
        if let made = try await madeFile(caller, id) { return made }
        let whole = try await whole(caller, id)
        let now = context.clock.now()
        let file = try await context.edit(caller, .create, { try $0.upload(id, of: caller, now: now).access }) { tree in
            var upload = try tree.writer.upload(id, of: caller, now: now).upload
            if case .file(let made) = upload.outcome { return try tree.writer.madeFile(made) }
            try whole.check(upload, tree.writer)
            let place = Place(parent: folder ?? upload.folderID, name: name ?? upload.name)
            let node = try tree.createFile(at: place, whole.content, modifiedAt: upload.modifiedAt)
            upload.complete(as: .file(node.id), whole.content, now)
            try tree.writer.put(upload)
            try tree.writer.removeUploadChunks(of: upload.id)
            return try tree.fileBody(node)
        }
        checksums.forget(whole.id)
        return file
    }

    /// Keeps the content under a version's id, for one change of an `apply` in this share by this user.
    package func completeAsVersion(_ caller: Caller, id: String) async throws -> UploadedVersionBody {
        let (now, version) = (context.clock.now(), VersionID(context.ids.next()))
        if let known = try await context.store.read({ try $0.upload(id, of: caller, now: now).upload.versionBody }) {
            return known
        }
        let whole = try await whole(caller, id)
        let body = try await context.store.write { writer in
            var upload = try writer.upload(id, of: caller, now: now).upload
            if let known = upload.versionBody { return known }
            try whole.check(upload, writer)
            upload.complete(as: .version(version), whole.content, now)
            try writer.put(upload)
            guard let body = upload.versionBody else { preconditionFailure("it was completed as a version") }
            return body
        }
        checksums.forget(whole.id)
        return body
    }

    private func madeFile(_ caller: Caller, _ id: String) async throws -> FileBody? {
        let now = context.clock.now()
        return try await context.store.read { reader in
            guard case .file(let made) = try reader.upload(id, of: caller, now: now).upload.outcome else { return nil }
            return try reader.madeFile(made)
        }
    }

    /// All chunks are here and make up what the client said.
    private func whole(_ caller: Caller, _ id: String) async throws -> WholeUpload {
        let now = context.clock.now()
        let (upload, chunks) = try await context.store.read { reader in
            let upload = try reader.openUpload(id, of: caller, now: now)
            return (upload, try reader.uploadChunks(of: upload.id))
        }
        try await requireAll(upload, chunks)
        let checksum = try await checksum(of: upload, chunks)
        guard upload.checksum.map({ $0 == checksum }) ?? true else {
            throw ServiceError(
                .checksumMismatch,
                "The chunks make up content with another SHA-256 than checksum_sha256 says; send the wrong ones again.")
        }
        let content = ProposedContent(
            content: Content(checksum: checksum, size: upload.size, executable: false), mimeType: upload.mimeType,
            chunks: upload.manifest(chunks))
        return WholeUpload(id: upload.id, chunks: chunks, content: content)
    }

    private func requireAll(_ upload: Upload, _ chunks: [UploadChunk]) async throws {
        let lost = Set(try await context.chunks.missing(chunks.map(\.hash), tenant: upload.tenantID))
        let here = Set(chunks.lazy.filter { !lost.contains($0.hash) }.map(\.index))
        guard here.count < upload.chunkCount else { return }
        let missing = (0..<upload.chunkCount).lazy.filter { !here.contains($0) }.prefix(Limits.uploadMissingMax)
        var error = ServiceError(
            .contentMissing, "\(upload.chunkCount - here.count) chunks of this upload must be sent first.")
        error.missingChunks = Array(missing)
        throw error
    }

    /// Reads only those chunks that the running checksum does not have yet: none when they came about in order.
    private func checksum(of upload: Upload, _ chunks: [UploadChunk]) async throws -> Digest {
        guard chunks.count > 1 else { return chunks.first?.hash ?? .empty }
        let taken = checksums.take(upload.id)
        var running = taken.flatMap { $0.isPrefix(of: chunks) ? $0 : nil } ?? RunningChecksum()
        // What was read is kept, so that a client that gave up waiting gets further the next time.
        defer { if taken != nil { checksums.putBack(upload.id, running) } }
        for chunk in chunks[running.next...] {
            try Task.checkCancellation()
            running.add(try await context.readChunk(chunk.hash, upload.tenantID), hash: chunk.hash)
        }
        return running.value
    }
}

/// An upload as it was when its checksum was computed.
private struct WholeUpload {
    let id: UploadID
    let chunks: [UploadChunk]
    let content: ProposedContent

    /// In the transaction: it is still open, and still what was looked at.
    func check(_ upload: Upload, _ reader: any MetadataReader) throws {
        guard upload.outcome == .open else {
            throw ServiceError(.validationFailed, "This upload was completed in another way already.")
        }
        guard try reader.uploadChunks(of: id) == chunks else {
            throw ServiceError(.syncConflict, "A chunk was sent again just now; complete the upload once more.")
        }
    }
}

extension Upload {
    fileprivate mutating func complete(as outcome: Outcome, _ content: ProposedContent, _ now: Timestamp) {
        self.outcome = outcome
        checksum = content.content.checksum
        touchedAt = now
    }

    /// nil unless it was completed as a version.
    fileprivate var versionBody: UploadedVersionBody? {
        switch outcome {
        case .open, .file: return nil
        case .version(let id), .used(let id):
            guard let checksum else { preconditionFailure("completing sets the checksum") }
            return UploadedVersionBody(
                versionID: id.description, size: size, checksumSHA256: checksum.hex, expiresAt: expiresAt.rfc3339)
        }
    }
}

extension MetadataReader {
    /// As it is now, wherever it went since.
    fileprivate func madeFile(_ id: NodeID) throws -> FileBody {
        var folders = FolderPaths()
        guard let node = try node(id), let parent = try folders.info(node.place.parent, in: self) else {
            throw ServiceError(.gone, "The file that this upload became is not there any more.")
        }
        return try fileBody(node, path: parent.path(of: node.place.name))
    }
}

extension ServiceContext {
    func readChunk(_ hash: Digest, _ tenant: TenantID) async throws -> ByteBuffer {
        do { return try await chunks.read(hash, tenant: tenant) } catch let error as ChunkError {
            throw unreadable(error)
        }
    }
}
