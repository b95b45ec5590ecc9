import Foundation
public import NIOCore
public import TidelineAPI
package import TidelineCore

// Chunks up, files down.
extension TidelineClient {
    /// Those of at most 10,000 hashes that must be sent before an `apply` may name them.
    public func missingChunks(shareID: String, hashes: [String]) async throws(TidelineError) -> [String] {
        let request = try Request(.post, "/api/v1/sync/chunks/missing", idempotent: true)
            .json(MissingBody(shareID: shareID, hashes: hashes))
        return try await transport.call(MissingAnswer.self, request).missing
    }

    /// Sends chunks, at most 64 MiB together; durable on return.
    package func sendChunks(_ chunks: [(hash: Digest, bytes: ByteBuffer)]) async throws(TidelineError) {
        var buffers: [ByteBuffer] = []
        for chunk in chunks {
            var header = ByteBuffer()
            ChunkFraming.writeHeader(FrameKey(chunk.hash), length: chunk.bytes.readableBytes, to: &header)
            buffers.append(header)
            buffers.append(chunk.bytes)
        }
        var request = Request(.post, "/api/v1/sync/chunks", idempotent: true)
        request.body = .buffers(buffers, type: ChunkFraming.mediaType)
        request.timeoutSeconds = 1_800
        let stored = try await transport.call(StoredAnswer.self, request).stored
        guard Set(stored).isSuperset(of: chunks.map(\.hash.hex)) else {
            throw TidelineError(.garbage, "The server did not store all the chunks that were sent.")
        }
    }

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
        let request = Request(.get, "/api/v1/sync/download/\(percentEncoded(fileID))").with("version", version)
            .with("range_start", range?.lowerBound).with("range_end", range.map { $0.upperBound - 1 })
        var received: Int64 = 0
        for try await piece in try await body(of: request) {
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
        let request = try Request(.post, "/api/v1/sync/download", idempotent: true)
            .json(BulkDownloadBody(shareID: shareID, items: items))
        var decoder = FrameDecoder(bytesMax: Int(Limits.bulkDownloadFileBytesMax), takesProblems: true)
        var rest = items[...]
        for try await piece in try await body(of: request) {
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
