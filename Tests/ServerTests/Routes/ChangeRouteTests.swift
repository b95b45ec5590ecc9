import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

struct ChangeRouteTests {
    private let path = "/api/v1/sync/changes"

    @Test func `without a cursor there are no rows and the head`() async throws {
        try await TestServer.run { server in
            _ = try await server.makeShare()
            let page = try await server.send(.get, path).decode(ChangesPage.self)
            #expect(page.changes.isEmpty && page.cursor == 1 && !page.hasMore && page.shareID == nil)
        }
    }

    @Test func `pages follow each other through the log`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            for name in ["a", "b", "c"] { _ = try await server.makeFile("/\(name)", [name], share: share) }
            var cursor: Int64 = 0
            var paths: [String?] = []
            repeat {
                let reply = try await server.send(.get, path + "?share_id=\(share)&limit=2&cursor=\(cursor)")
                let page = try reply.decode(ChangesPage.self)
                #expect(page.shareID == share && page.changes.count <= 2)
                paths += page.changes.map(\.newPath)
                cursor = page.cursor
                if !page.hasMore { break }
            } while true
            #expect(paths == ["/Team", "/a", "/b", "/c"] && cursor == 4)
        }
    }

    @Test(arguments: ["limit=0", "limit=5001", "limit=x", "wait=61", "wait=-1"])
    func `a parameter out of bounds is 422`(query: String) async throws {
        try await TestServer.run { server in
            let problem = try await server.send(.get, path + "?" + query).problem()
            #expect(problem.code == "VALIDATION_FAILED")
            #expect(problem.errors?.first?.loc == ["query", String(query.prefix { $0 != "=" })])
        }
    }

    @Test(arguments: ["x", "-1", "1.5", "99", "9007199254740992"])
    func `a cursor that no answer gave is refused`(cursor: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, path + "?cursor=" + cursor)
            #expect(try reply.code() == .syncCursorInvalid)
        }
    }

    @Test func `an unknown share is 404`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, path + "?share_id=shr_x")
            #expect(try reply.code() == .notFound)
        }
    }

    @Test func `a waiting reader is answered when something happens`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let (_, token) = try await server.makeUser("ann")
            let head = try await server.send(.get, path).decode(ChangesPage.self).cursor
            async let waiting = RawClient.get(
                port: server.port, path: path + "?wait=60&cursor=\(head)", token: token)
            _ = try await server.post(
                "/api/v1/shares/\(share)/members", json: #"{"email":"ann@example.org","role":"reader"}"#)
            #expect(try await waiting.contains("\"resource_type\":\"share\""))
        }
    }

    @Test func `a snapshot has pages and a stream, and both are the same`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            try await server.makeDevice()
            for name in ["a", "b", "c"] { _ = try await server.makeFile("/\(name)", [name], share: share) }
            let path = "/api/v1/sync/snapshot?share_id=\(share)&limit=2"
            let first = try await server.send(.get, path).decode(SnapshotPage.self)
            #expect(first.entries.count == 2 && first.hasMore && first.cursor == 4)
            let token = try #require(first.nextPageToken)
            let second = try await server.send(.get, path + "&page_token=\(token)").decode(SnapshotPage.self)
            #expect(second.entries.count == 1 && !second.hasMore && second.nextPageToken == nil)
            let stream = try await server.send(.get, path, headers: [.accept: "application/x-ndjson"])
            #expect(stream.headers[.contentType] == "application/x-ndjson")
            let lines = stream.text.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines.last == #"{"complete":true,"count":3,"cursor":4}"#)
            for (line, entry) in zip(lines, first.entries + second.entries) {
                #expect(line.contains("\"resource_id\":\"\(entry.resourceID)\""))
            }
        }
    }

    @Test func `a snapshot needs its share and a good token`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            #expect(try await server.send(.get, "/api/v1/sync/snapshot").code() == .validationFailed)
            #expect(try await server.send(.get, "/api/v1/sync/snapshot?share_id=shr_no").code() == .notFound)
            let reply = try await server.send(.get, "/api/v1/sync/snapshot?share_id=\(share)&page_token=no")
            #expect((400..<500).contains(reply.status))
            _ = try reply.problem()
        }
    }
}
