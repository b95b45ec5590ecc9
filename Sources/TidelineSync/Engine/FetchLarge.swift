import Logging
import NIOCore
import Synchronization
import TidelineCore

/// Where a chunk lies in a file of this folder.
struct KnownChunk: Sendable {
    let node: NodeID
    let offset: Int64
}

/// A long file on its way down, as far as this run has written it.
struct HalfFetched: Sendable {
    let staged: String
    let chunks: Int
    /// Of these chunks.
    let digest: DigestBuilder
}

extension SyncEngine {
    /// All chunks of the large files that this folder holds.
    func knownChunks() throws -> [Digest: KnownChunk] {
        var known: [Digest: KnownChunk] = [:]
        try state.forEachManifest { node, chunks in
            var offset: Int64 = 0
            for chunk in chunks {
                known[chunk.hash] = KnownChunk(node: node, offset: offset)
                offset += Int64(chunk.size)
            }
        }
        return known
    }

    /// One large file: what an earlier try left is kept, what lies in another file here is copied, the rest is asked for.
    func fetchLarge(_ node: RemoteNode, known: [Digest: KnownChunk]) async throws {
        guard let file = node.file else { return }
        let path = pathForPeople(node)
        observer?.tell(.started(.down, path: path, bytes: file.content.size))
        var isWhole = false
        defer { observer?.tell(.ended(.down, path: path, isWhole: isWhole)) }
        do {
            let manifest = try await server.manifest(of: node.id, version: file.version)
            guard manifest.reduce(0, { $0 + Int64($1.size) }) == file.content.size,
                manifest.allSatisfy({ $0.size > 0 && $0.size <= Limits.chunkBytesMax })
            else { throw RemoteError.garbage("its manifest does not add up to its size") }
            let staged = try disk.stage(stagingName(node), for: path)
            let filler = LargeFileFiller(
                disk: disk, server: server, node: node, version: file.version, manifest: manifest, staged: staged,
                sources: sources(of: manifest, known: known),
                earlier: halfFetched?.staged == staged.name ? halfFetched : nil, isPressed: isPressed,
                advanced: { [observer] in observer?.tell(.advanced(.down, path: path, bytes: $0)) })
            let (received, chunks, digest) = try await filler.fill()
            report.bytesReceived += received
            staged.close()
            guard chunks == manifest.count else {
                return pause(HalfFetched(staged: staged.name, chunks: chunks, digest: digest))
            }
            guard digest.finish() == file.content.checksum else {
                throw RemoteError.garbage("its chunks do not make up the announced checksum")
            }
            isWhole = true
            try install([Arrived(node: node, staged: staged, manifest: manifest)])
        } catch let error as RemoteError {
            if case .refused = error { return failFetch(node, error) }
            if case .garbage = error { return failFetch(node, error) }
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            fail(.fetch(node), error)
        }
    }

    private func pause(_ half: HalfFetched) {
        halfFetched = half
        report.isPaused = true
        report.isUnfinished = true
    }

    private func sources(of manifest: [ChunkRef], known: [Digest: KnownChunk]) -> [Digest: ChunkSource] {
        let local = localTree
        var paths: [NodeID: String?] = [:]
        var sources: [Digest: ChunkSource] = [:]
        for chunk in manifest {
            guard let at = known[chunk.hash] else { continue }
            let path = paths[at.node] ?? local.path(of: at.node)
            paths[at.node] = .some(path)
            if let path { sources[chunk.hash] = ChunkSource(path: path, offset: at.offset) }
        }
        return sources
    }
}

/// Part of a file of this folder.
private struct ChunkSource: Sendable {
    let path: String
    let offset: Int64
}

/// Fills a staged file chunk by chunk, in order. Every chunk is verified, wherever it comes from.
private struct LargeFileFiller: Sendable {
    let disk: any LocalFolder
    let server: any RemoteShare
    let node: RemoteNode
    let version: VersionID
    let manifest: [ChunkRef]
    let staged: any StagedFile
    let sources: [Digest: ChunkSource]
    /// What this run wrote itself.
    let earlier: HalfFetched?
    let isPressed: @Sendable () async -> Bool
    let advanced: @Sendable (Int64) -> Void

    /// - Returns: bytes received from the server, how many chunks are there, not all when other work waits, and the digest
    ///   of those.
    func fill() async throws -> (received: Int64, chunks: Int, digest: DigestBuilder) {
        var (index, digest) = try keepWhatIsThere()
        var received: Int64 = 0
        var offset = manifest[..<index].reduce(0) { $0 + Int64($1.size) }
        while index < manifest.count {
            if received >= Limits.transferSliceBytes, await isPressed() { break }
            if let bytes = localCopy(of: manifest[index]) {
                try staged.write(bytes, at: offset)
                bytes.withUnsafeReadableBytes { digest.update($0) }
                advanced(Int64(manifest[index].size))
                offset += Int64(manifest[index].size)
                index += 1
                continue
            }
            var end = index + 1
            var length = Int64(manifest[index].size)
            while end < manifest.count, sources[manifest[end].hash] == nil, length < Limits.transferSliceBytes {
                length += Int64(manifest[end].size)
                end += 1
            }
            digest = try await receive(manifest[index..<end], at: offset, after: digest)
            received += length
            offset += length
            index = end
        }
        return (received, index, digest)
    }

    /// Counts the chunks from the start that an earlier try left behind, and cuts off the rest.
    private func keepWhatIsThere() throws -> (count: Int, digest: DigestBuilder) {
        let size = try staged.size
        var count = earlier?.chunks ?? 0
        var offset = manifest.prefix(count).reduce(0) { $0 + Int64($1.size) }
        var digest = earlier?.digest ?? DigestBuilder()
        if count > manifest.count || offset > size { (count, offset, digest) = (0, 0, DigestBuilder()) }
        for chunk in manifest[count...] {
            try Task.checkCancellation()
            guard offset + Int64(chunk.size) <= size else { break }
            let bytes = try staged.read(at: offset, count: chunk.size)
            guard bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == chunk.hash else { break }
            bytes.withUnsafeReadableBytes { digest.update($0) }
            offset += Int64(chunk.size)
            count += 1
        }
        try staged.truncate(to: offset)
        advanced(offset)
        return (count, digest)
    }

    private func localCopy(of chunk: ChunkRef) -> ByteBuffer? {
        guard let source = sources[chunk.hash], let file = try? disk.open(source.path) else { return nil }
        defer { file.close() }
        guard let bytes = try? file.read(at: source.offset, count: chunk.size),
            bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == chunk.hash
        else { return nil }
        return bytes
    }

    /// - Returns: the digest of what was there before and this.
    private func receive(
        _ chunks: ArraySlice<ChunkRef>, at start: Int64, after digest: DigestBuilder
    ) async throws -> DigestBuilder {
        let length = chunks.reduce(0) { $0 + Int64($1.size) }
        let assembly = Mutex(Assembly(chunks: chunks, offset: start, digest: digest))
        let failure = Mutex<LocalError?>(nil)
        do {
            try await server.read(node.id, version: version, range: start..<start + length) { piece in
                let ready = try assembly.withLock { try $0.take(piece) }
                do {
                    for (bytes, offset) in ready {
                        try staged.write(bytes, at: offset)
                        advanced(Int64(bytes.readableBytes))
                    }
                } catch let error as LocalError {
                    failure.withLock { $0 = error }
                    throw error
                }
            }
        } catch {
            if let local = failure.withLock({ $0 }) { throw local }
            throw error
        }
        guard assembly.withLock({ $0.isComplete }) else { throw RemoteError.garbage("its bytes ended early") }
        return assembly.withLock { $0.digest }
    }

    /// Puts pieces of any size together to chunks and verifies them.
    private struct Assembly: Sendable {
        var chunks: ArraySlice<ChunkRef>
        var offset: Int64
        var digest: DigestBuilder
        var pending = ByteBuffer()

        init(chunks: ArraySlice<ChunkRef>, offset: Int64, digest: DigestBuilder) {
            self.chunks = chunks
            self.offset = offset
            self.digest = digest
        }

        var isComplete: Bool { chunks.isEmpty && pending.readableBytes == 0 }

        mutating func take(_ piece: ByteBuffer) throws(RemoteError) -> [(ByteBuffer, Int64)] {
            var piece = piece
            pending.writeBuffer(&piece)
            var ready: [(ByteBuffer, Int64)] = []
            while let chunk = chunks.first, let bytes = pending.readSlice(length: chunk.size) {
                guard bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == chunk.hash else {
                    throw RemoteError.garbage("its bytes do not have the announced checksum")
                }
                bytes.withUnsafeReadableBytes { digest.update($0) }
                ready.append((bytes, offset))
                offset += Int64(chunk.size)
                chunks = chunks.dropFirst()
            }
            pending.discardReadBytes()
            return ready
        }
    }
}
