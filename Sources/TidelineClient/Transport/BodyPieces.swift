import AsyncHTTPClient
import NIOCore

/// A body as it arrives; what breaks is a ``TidelineError``.
struct BodyPieces: AsyncSequence, Sendable {
    let response: HTTPClientResponse
    let server: ServerAddress

    struct AsyncIterator: AsyncIteratorProtocol {
        var pieces: HTTPClientResponse.Body.AsyncIterator
        let server: ServerAddress

        mutating func next() async throws -> ByteBuffer? {
            do {
                return try await pieces.next()
            } catch {
                throw transportError(error, server)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pieces: response.body.makeAsyncIterator(), server: server)
    }
}
