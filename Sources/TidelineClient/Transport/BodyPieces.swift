import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TidelineSync
import TidelineZstd

/// A body as it arrives, unpacked; what breaks is a ``TidelineError``.
struct BodyPieces: AsyncSequence, Sendable {
    let response: HTTPClientResponse
    let server: ServerAddress
    /// How fast it may arrive.
    var pace: PaceGate?
    /// Counts what arrives, before it is unpacked.
    var meter: WireMeter?

    struct AsyncIterator: AsyncIteratorProtocol {
        var pieces: HTTPClientResponse.Body.AsyncIterator
        let server: ServerAddress
        let pace: PaceGate?
        let meter: WireMeter?
        let unpacking: ZstdDecompressor?

        mutating func next() async throws -> ByteBuffer? {
            do {
                guard let unpacking else { return try await piece() }
                while true {
                    if let bytes = try unpacking.next() { return bytes }
                    guard let more = try await piece() else {
                        try unpacking.finish()
                        return nil
                    }
                    unpacking.append(more)
                }
            } catch let error as ZstdError {
                throw TidelineError(
                    error == .truncated ? .disconnected : .garbage,
                    "The answer of \(server) cannot be unpacked: \(error.explanation)")
            } catch {
                throw transportError(error, server)
            }
        }

        private mutating func piece() async throws -> ByteBuffer? {
            guard let piece = try await pieces.next() else { return nil }
            try await pace?.pass(piece.readableBytes)
            meter?.received(piece.readableBytes)
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        let isPacked = response.headers.first(name: "Content-Encoding")?.lowercased() == "zstd"
        return AsyncIterator(
            pieces: response.body.makeAsyncIterator(), server: server, pace: pace, meter: meter,
            unpacking: isPacked ? ZstdDecompressor() : nil)
    }
}
