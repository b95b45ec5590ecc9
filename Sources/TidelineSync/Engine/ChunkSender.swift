import NIOCore
import Synchronization
import TidelineCore

/// Sends the chunks that the server does not have, many to a request, several requests in flight, in bounded memory.
struct ChunkSender: Sendable {
    let disk: any LocalFolder
    let server: any RemoteShare
    let isPressed: @Sendable () async -> Bool
    let observer: (any SyncObserver)?

    private struct Source {
        let path: String
        let fingerprint: Fingerprint
        let bytes: ByteBuffer?
        let offset: Int64
        let size: Int
    }

    /// - Returns: bytes of content sent, and whether the server has all now: a file that is alone makes way for other work.
    /// - Throws: ``LocalError/changed(_:)`` never: a file that changed is left out, and the server answers
    ///   `CONTENT_MISSING` for it.
    func sendMissing(of group: [PreparedPush]) async throws -> (bytes: Int64, isComplete: Bool) {
        var sources: [Digest: Source] = [:]
        var order: [Digest] = []
        for prepared in group {
            guard let read = prepared.read else { continue }
            guard case .change = prepared.work else {
                advance(prepared.path, read.content.size)
                continue
            }
            var offset: Int64 = 0
            for chunk in read.chunks {
                if sources[chunk.hash] == nil {
                    order.append(chunk.hash)
                    sources[chunk.hash] = Source(
                        path: prepared.path, fingerprint: read.fingerprint, bytes: read.bytes, offset: offset,
                        size: chunk.size)
                } else {
                    advance(prepared.path, Int64(chunk.size))
                }
                offset += Int64(chunk.size)
            }
        }
        var sent: Int64 = 0
        for start in stride(from: 0, to: order.count, by: Limits.missingHashesMax) {
            let asked = Array(order[start..<min(order.count, start + Limits.missingHashesMax)])
            let missing = try await server.missing(asked)
            let absent = Set(missing)
            for hash in asked where !absent.contains(hash) {
                if let source = sources[hash] { advance(source.path, Int64(source.size)) }
            }
            let (bytes, isComplete) = try await send(
                missing.compactMap { hash in sources[hash].map { (hash, $0) } }, canPause: group.count == 1)
            sent += bytes
            guard isComplete else {
                end(group, isWhole: false)
                return (sent, false)
            }
        }
        end(group, isWhole: true)
        return (sent, true)
    }

    private func advance(_ path: String, _ bytes: Int64) {
        observer?.tell(.advanced(.up, path: path, bytes: bytes))
    }

    private func end(_ group: [PreparedPush], isWhole: Bool) {
        for prepared in group where prepared.read != nil {
            observer?.tell(.ended(.up, path: prepared.path, isWhole: isWhole))
        }
    }

    private func send(_ chunks: [(Digest, Source)], canPause: Bool) async throws -> (bytes: Int64, isComplete: Bool) {
        try await withThrowingTaskGroup(of: Int64.self) { group in
            var sent: Int64 = 0
            var running = 0
            var next = 0
            var begun: Int64 = 0
            while next < chunks.count {
                if canPause, begun >= Limits.transferSliceBytes, await isPressed() { break }
                let (body, paths) = batch(chunks, from: &next)
                begun += body.reduce(0) { $0 + Int64($1.bytes.readableBytes) }
                if running == Limits.sendRequestsInFlight {
                    sent += try await group.next() ?? 0
                    running -= 1
                }
                guard !body.isEmpty else { continue }
                running += 1
                group.addTask {
                    try await server.send(body) { advance(paths[$0], Int64(body[$0].bytes.readableBytes)) }
                    return body.reduce(0) { $0 + Int64($1.bytes.readableBytes) }
                }
            }
            for try await bytes in group { sent += bytes }
            return (sent, next == chunks.count)
        }
    }

    private func batch(_ chunks: [(Digest, Source)], from next: inout Int) -> (
        [(hash: Digest, bytes: ByteBuffer)], paths: [String]
    ) {
        var body: [(hash: Digest, bytes: ByteBuffer)] = []
        var paths: [String] = []
        var size = 0
        var open: (path: String, file: any LocalFile)?
        defer { open?.file.close() }
        while next < chunks.count, size < Limits.sendBodyBytes, body.count < Limits.chunkBatchCountMax {
            let (hash, source) = chunks[next]
            next += 1
            guard let bytes = read(source, &open), bytes.withUnsafeReadableBytes({ Digest(of: $0) }) == hash else {
                continue
            }
            body.append((hash, bytes))
            paths.append(source.path)
            size += source.size
        }
        return (body, paths)
    }

    private func read(_ source: Source, _ open: inout (path: String, file: any LocalFile)?) -> ByteBuffer? {
        if let bytes = source.bytes { return bytes.getSlice(at: Int(source.offset), length: source.size) }
        if open?.path != source.path {
            open?.file.close()
            open = (try? disk.open(source.path)).map { (source.path, $0) }
        }
        let bytes = try? open?.file.read(at: source.offset, count: source.size)
        return bytes?.readableBytes == source.size ? bytes : nil
    }
}
