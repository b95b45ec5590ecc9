import Foundation
import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineContent
import TidelineCore
import TidelineService

@testable import TidelineServer

/// Big downloads go from file to socket.
struct FileSendingTests {
    @Test func `neighbours are joined, and no span is too long`() {
        let hash = Digest.empty
        let pieces = [2..<10, 0..<10, 0..<7, 0..<5].map { Piece(hash: hash, range: $0) }
        let locations = [("a", 100), ("a", 110), ("b", 120), ("b", 127)].map {
            ChunkLocation(path: $0.0, offset: Int64($0.1), length: 10)
        }
        #expect(
            fileSpans(pieces, locations, bytesMax: 100) == [
                FileSpan(path: "a", offset: 102, length: 18), FileSpan(path: "b", offset: 120, length: 12),
            ])
        let short = fileSpans(pieces, locations, bytesMax: 4)
        #expect(short.allSatisfy { (1...4).contains($0.length) })
        #expect(short.reduce(0) { $0 + $1.length } == 30)
    }

    @Test func `a big file and its ranges come whole, and the connection goes on`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/tideline-sending-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SegmentChunkStore(directory: folder)
        try await TestServer.run(chunks: store) { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            let chunks = (0..<9).map { number in
                (0..<100_000).map { String(($0 &* 7 &+ number) % 100_003) }.joined()
            }
            let whole = Array(chunks.joined().utf8)
            let file = try await server.makeFile("/big", chunks, share: share)
            let path = "/api/v1/sync/download/\(file.resourceID)"
            let all = try await server.send(.get, path)
            #expect(all.status == 200 && Array(all.body.readableBytesView) == whole)
            let middle = 123_456..<(whole.count - 7)
            let part = try await server.send(
                .get, path, headers: [.range: "bytes=\(middle.lowerBound)-\(middle.upperBound - 1)"])
            #expect(part.status == 206 && Array(part.body.readableBytesView) == Array(whole[middle]))
            let head = try await server.send(.head, path)
            #expect(head.headers[.contentLength] == String(whole.count) && head.body.readableBytes == 0)
            #expect(try await server.send(.get, "/api/v1/users/me").status == 200)
        }
        try await store.close()
    }
}
