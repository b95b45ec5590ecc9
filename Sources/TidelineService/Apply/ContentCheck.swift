import Logging
import NIOCore
import Synchronization
import TidelineCore

/// Checks the content of a batch before its transaction: that all chunks are there and the caller's to use, and that
/// each manifest is what it says.
struct ContentCheck {
    let context: ServiceContext
    let caller: Caller
    let checked: CheckedManifests
    let quota: EarlyQuota

    /// Bytes that were read to compute checksums.
    private struct Reading {
        var bytes: Int64 = 0
    }

    func run(_ changes: inout [PreparedChange]) async throws {
        let named = try await contentsOfVersions(changes)
        let manifests = changes.map { manifest(of: $0) ?? [] }
        let hashes = unique(manifests.joined().map(\.hash))
        var unusable = Set(try await context.unusable(hashes, by: caller))
        let sizes = try await sizes(of: hashes, &unusable)
        var reading = Reading()
        for index in changes.indices {
            guard case .success(let change) = changes[index].change, let source = change.source else { continue }
            do {
                switch source {
                case .manifest(let chunks):
                    try refuseMissing(chunks, unusable)
                    try checkSizes(chunks, of: change, sizes)
                    try quota.require(chunks.bytes, at: index)
                    changes[index].content = try await content(of: chunks, change, &reading)
                case .version(let id):
                    guard let content = named[id] else { throw ServiceError.notFound("The version \(id)") }
                    changes[index].content = try adapt(content.get(), to: change)
                }
            } catch let error as ServiceError {
                changes[index].change = .failure(error)
            }
        }
    }

    private func manifest(of change: PreparedChange) -> [ChunkRef]? {
        guard case .success(let change) = change.change, case .manifest(let chunks)? = change.source else { return nil }
        return chunks
    }

    /// Of versions that the caller uploaded for a change, or may READ; others are as if they were not there.
    private func contentsOfVersions(_ changes: [PreparedChange]) async throws
        -> [VersionID: Result<ProposedContent, ServiceError>]
    {
        let ids = changes.compactMap { change -> VersionID? in
            guard case .success(let change) = change.change, case .version(let id)? = change.source else { return nil }
            return id
        }
        guard !ids.isEmpty else { return [:] }
        let now = context.clock.now()
        return try await context.store.read { reader in
            let readable = try reader.visibleShares(caller).readable
            var contents: [VersionID: Result<ProposedContent, ServiceError>] = [:]
            var count = 0
            for id in ids where contents[id] == nil {
                do {
                    guard let content = try content(of: id, readable, now, reader) else { continue }
                    contents[id] = .success(content)
                    count += content.chunks.count
                } catch let error as ServiceError {
                    contents[id] = .failure(error)
                }
                // Each of a thousand ids stands for a list of its own; a few bytes must not cost gigabytes.
                guard count <= Limits.manifestChunksMax else { throw Self.tooManyChunks }
            }
            return contents
        }
    }

    private func content(
        of id: VersionID, _ readable: Set<ShareID>, _ now: Timestamp, _ reader: any MetadataReader
    ) throws -> ProposedContent? {
        if let uploaded = try reader.uploadedContent(id, of: caller, now: now) { return uploaded }
        try reader.requireUnused(id, of: caller)
        guard let version = try reader.version(id), readable.contains(version.shareID) else { return nil }
        return ProposedContent(
            content: version.content, mimeType: version.mimeType, chunks: try reader.manifest(of: id))
    }

    private static let tooManyChunks = ServiceError(
        .payloadTooLarge,
        "The versions of a batch may have \(Limits.manifestChunksMax) chunks together (manifestChunksMax); send less at once."
    )

    private func adapt(_ named: ProposedContent, to change: ParsedChange) throws -> ProposedContent {
        guard change.size.map({ $0 == named.content.size }) ?? true,
            change.checksum.map({ $0 == named.content.checksum }) ?? true
        else { throw ServiceError(.checksumMismatch, "The version named has another size or checksum.") }
        var content = named.content
        if let executable = change.executable { content.executable = executable }
        return ProposedContent(
            content: content, mimeType: change.mimeType ?? named.mimeType, chunks: named.chunks,
            uploaded: named.uploaded)
    }

    private func refuseMissing(_ chunks: [ChunkRef], _ unusable: Set<Digest>) throws {
        let missing = unique(chunks.map(\.hash).filter { unusable.contains($0) })
        guard missing.isEmpty else { throw ServiceError.missingContent(missing) }
    }

    private func checkSizes(_ chunks: [ChunkRef], of change: ParsedChange, _ sizes: [Digest: Int]) throws {
        let size = chunks.bytes
        guard size <= Limits.fileBytesMax else {
            throw ServiceError(
                .validationFailed, "A file may have at most \(Limits.fileBytesMax) bytes (fileBytesMax).")
        }
        guard chunks.allSatisfy({ sizes[$0.hash] == $0.size }), change.size.map({ $0 == size }) ?? true else {
            throw ServiceError(.checksumMismatch, "The sizes of the chunks contradict the content or its size.")
        }
    }

    private func content(of chunks: [ChunkRef], _ change: ParsedChange, _ reading: inout Reading) async throws
        -> ProposedContent
    {
        let checksum = try await checksum(of: chunks, &reading)
        guard change.checksum.map({ $0 == checksum }) ?? true else {
            throw ServiceError(
                .checksumMismatch, "The chunks make up content with another SHA-256 than checksum_sha256 says.")
        }
        let content = Content(checksum: checksum, size: chunks.bytes, executable: change.executable ?? false)
        return ProposedContent(content: content, mimeType: change.mimeType, chunks: chunks)
    }

    /// Of the whole content. Reads it unless it is one chunk or was read before.
    private func checksum(of chunks: [ChunkRef], _ reading: inout Reading) async throws -> Digest {
        guard let first = chunks.first else { return .empty }
        guard chunks.count > 1 else { return first.hash }
        let key = Digest(of: chunks.flatMap(\.hash.bytes))
        if let known = checked.checksum(of: key) { return known }
        // One file may be as large as files may be; many big ones in one batch would take too long together.
        guard reading.bytes == 0 || reading.bytes + chunks.bytes <= Limits.applyReadBytesMax else {
            throw Self.tooMuchToRead
        }
        reading.bytes += chunks.bytes
        var builder = DigestBuilder()
        for chunk in chunks {
            try await read(chunk.hash).withUnsafeReadableBytes { builder.update($0) }
        }
        let checksum = builder.finish()
        checked.remember(checksum, of: key)
        return checksum
    }

    private static let tooMuchToRead = ServiceError(
        .payloadTooLarge,
        "The content of a batch may have \(Limits.applyReadBytesMax) bytes together (applyReadBytesMax), but for files of "
            + "one chunk; send this change in another batch.")

    /// What cannot be found after all, or is damaged, joins the unusable: sent again it is good again.
    private func sizes(of hashes: [Digest], _ unusable: inout Set<Digest>) async throws -> [Digest: Int] {
        while true {
            let wanted = hashes.filter { !unusable.contains($0) }
            guard !wanted.isEmpty else { return [:] }
            do {
                if let places = try await context.chunks.locate(wanted, tenant: caller.tenantID) {
                    return Dictionary(uniqueKeysWithValues: zip(wanted, places.map(\.length)))
                }
                var sizes: [Digest: Int] = [:]
                for hash in wanted {
                    sizes[hash] = try await context.chunks.read(hash, tenant: caller.tenantID).readableBytes
                }
                return sizes
            } catch let error as ChunkError {
                unusable.insert(error.hash)
            }
        }
    }

    private func read(_ hash: Digest) async throws -> ByteBuffer {
        do {
            return try await context.chunks.read(hash, tenant: caller.tenantID)
        } catch let error as ChunkError {
            context.logger.error("stored content cannot be read: \(error); it is asked for again")
            throw ServiceError.missingContent([error.hash])
        }
    }

    private func unique(_ hashes: [Digest]) -> [Digest] {
        var seen = Set<Digest>()
        return hashes.filter { seen.insert($0).inserted }
    }
}

/// Checksums of manifests that were read lately, so that a retry of a big file does not read it again. What a manifest
/// makes up depends on its hashes alone.
final class CheckedManifests: Sendable {
    private let known = Mutex<[Digest: Digest]>([:])

    func checksum(of key: Digest) -> Digest? { known.withLock { $0[key] } }

    func remember(_ checksum: Digest, of key: Digest) {
        known.withLock { known in
            if known.count >= Limits.checkedManifestsMax { known = [:] }
            known[key] = checksum
        }
    }
}

extension [ChunkRef] {
    fileprivate var bytes: Int64 { reduce(0) { $0 + Int64($1.size) } }
}
