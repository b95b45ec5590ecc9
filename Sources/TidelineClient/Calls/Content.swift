import Foundation
public import NIOCore
public import TidelineAPI
package import TidelineCore
import TidelineSync
import TidelineZstd

// Chunks up, files down.
extension TidelineClient {
    /// Those of at most 10,000 hashes that must be sent before an `apply` may name them.
    public func missingChunks(shareID: String, hashes: [String]) async throws(TidelineError) -> [String] {
        let request = try Request(.post, "/api/v1/sync/chunks/missing", idempotent: true)
            .json(MissingBody(shareID: shareID, hashes: hashes))
        return try await transport.call(MissingAnswer.self, request).missing
    }

    /// Sends chunks, at most 64 MiB together; durable on return. Packed where that looks worth it and the server takes it.
    ///
    /// - Parameter passed: called once for each chunk that is on its way, with its index.
    package func sendChunks(
        _ chunks: [(hash: Digest, bytes: ByteBuffer)], passed: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(TidelineError) { try await sendChunks(chunks, nil, passed: passed) }

    func sendChunks(
        _ chunks: [(hash: Digest, bytes: ByteBuffer)], _ meter: WireMeter?, passed: @escaping @Sendable (Int) -> Void
    ) async throws(TidelineError) {
        let once = ToldOnce(passed)
        let isPacked = looksCompressible(chunks.map(\.bytes)) ? try await takesZstd() : false
        do {
            try await send(chunks, isPacked: isPacked, meter, once)
        } catch {
            // Something between here and the server does not take it after all.
            guard isPacked, error.status == 415 else { throw error }
            await features.refuseZstd()
            try await send(chunks, isPacked: false, meter, once)
        }
    }

    private func send(
        _ chunks: [(hash: Digest, bytes: ByteBuffer)], isPacked: Bool, _ meter: WireMeter?, _ passed: ToldOnce
    ) async throws(TidelineError) {
        let framed = chunks.map { chunk in
            var header = ByteBuffer()
            ChunkFraming.writeHeader(FrameKey(chunk.hash), length: chunk.bytes.readableBytes, to: &header)
            return (header: header, bytes: chunk.bytes)
        }
        var request = Request(.post, "/api/v1/sync/chunks", idempotent: true)
        request.body = .chunks(OutgoingChunks(chunks: framed, isPacked: isPacked, meter: meter, passed: passed))
        request.timeoutSeconds = 1_800
        let stored = try await transport.call(StoredAnswer.self, request).stored
        guard Set(stored).isSuperset(of: chunks.map(\.hash.hex)) else {
            throw TidelineError(.garbage, "The server did not store all the chunks that were sent.")
        }
    }

    private func takesZstd() async throws(TidelineError) -> Bool {
        if let known = await features.takesZstd { return known }
        let takes: Bool
        do {
            takes = try await transport.call(FeatureList.self, Request(.get, "/api/v1/config")).features.contains(
                "zstd")
        } catch {
            switch error.kind {
            // An older server, or another one of the same protocol.
            case .problem(.notFound), .unknownProblem, .garbage: takes = false
            default: throw error
            }
        }
        await features.learn(takesZstd: takes)
        return takes
    }

    /// The chunks of a version of a file, in order.
    ///
    /// - Parameter version: a `ver_` id or a number; nil for the head.
    public func manifest(fileID: String, version: String? = nil) async throws(TidelineError) -> ManifestAnswer {
        let request = Request(.get, "/api/v1/sync/files/\(percentEncoded(fileID))/manifest").with("version", version)
        return try await transport.call(ManifestAnswer.self, request)
    }

    /// Bytes of a file in order, some at a time. Throws when fewer or more came than there must be; what `receive` throws
    /// passes.
    ///
    /// - Parameters:
    ///   - version: a `ver_` id or a number; nil for the head.
    ///   - range: nil for the whole file; not empty.
    public func download(
        fileID: String, version: String? = nil, range: Range<Int64>? = nil,
        _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) async throws {
        try await download(fileID: fileID, version: version, range: range, nil, receive)
    }

    func download(
        fileID: String, version: String?, range: Range<Int64>?, _ meter: WireMeter?,
        _ receive: @Sendable (ByteBuffer) async throws -> Void
    ) async throws {
        let request = Request(.get, "/api/v1/sync/download/\(percentEncoded(fileID))").with("version", version)
            .with("range_start", range?.lowerBound).with("range_end", range.map { $0.upperBound - 1 })
        var received: Int64 = 0
        for try await piece in try await contentBody(of: request, meter) {
            received += Int64(piece.readableBytes)
            if let range, received > range.count { break }
            try await receive(piece)
        }
        if let range, received != range.count {
            throw TidelineError(.garbage, "\(range.count) bytes of \(fileID) were asked for, \(received) came.")
        }
    }

    /// Many small files in one answer: calls `receive` for each item in its order, with the bytes or the problem. What
    /// `receive` throws passes.
    public func downloadMany(
        shareID: String, items: [BulkItem],
        _ receive: @Sendable (BulkItem, Result<ByteBuffer, TidelineError>) async throws -> Void
    ) async throws {
        try await downloadMany(shareID: shareID, items: items, nil, receive)
    }

    func downloadMany(
        shareID: String, items: [BulkItem], _ meter: WireMeter?,
        _ receive: @Sendable (BulkItem, Result<ByteBuffer, TidelineError>) async throws -> Void
    ) async throws {
        var request = try Request(.post, "/api/v1/sync/download", idempotent: true)
            .json(BulkDownloadBody(shareID: shareID, items: items))
        request.takesPacked = true
        var decoder = FrameDecoder(bytesMax: Int(Limits.bulkDownloadFileBytesMax), takesProblems: true)
        var rest = items[...]
        for try await piece in try await contentBody(of: request, meter) {
            decoder.append(piece)
            while let frame = try next(&decoder) {
                guard let item = rest.popFirst() else {
                    throw TidelineError(.garbage, "The server sent more files than were asked for.")
                }
                try await receive(item, try content(frame, of: item))
            }
        }
        do { try decoder.finish() } catch { throw TidelineError(.disconnected, error.explanation) }
        guard rest.isEmpty else {
            throw TidelineError(.disconnected, "\(items.count) files were asked for, \(items.count - rest.count) came.")
        }
    }
}

private func next(_ decoder: inout FrameDecoder) throws(TidelineError) -> Frame? {
    do {
        return try decoder.next()
    } catch {
        throw TidelineError(.garbage, error.explanation)
    }
}

private func content(_ frame: Frame, of item: BulkItem) throws(TidelineError) -> Result<ByteBuffer, TidelineError> {
    let key =
        switch frame {
        case .content(let key, _), .problem(let key, _): key
        }
    if let wanted = item.versionID, key.version?.description != wanted {
        throw TidelineError(.garbage, "The server sent another version than \(wanted).")
    }
    switch frame {
    case .content(_, let bytes): return .success(bytes)
    case .problem(_, let json):
        let problem = try decodeJSON(ProblemBody.self, json)
        let kind = ErrorCode(rawValue: problem.code).map { TidelineError.Kind.problem($0) }
        return .failure(
            TidelineError(kind ?? .unknownProblem(problem.code), problem.detail, status: problem.status))
    }
}

/// What was learnt of a server, asked once.
actor ServerFeatures {
    private(set) var takesZstd: Bool?

    func learn(takesZstd: Bool) { self.takesZstd = self.takesZstd ?? takesZstd }
    func refuseZstd() { takesZstd = false }
}

/// The part of the server's configuration that is looked at.
private struct FeatureList: Decodable {
    let features: [String]
}
