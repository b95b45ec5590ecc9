import HTTPTypes
import NIOCore
import Testing
import TidelineAPI
import TidelineCore

struct ShareRouteTests {
    private let json: HTTPFields = [.contentType: "application/json"]

    @Test func `a share is made, listed, renamed and deleted`() async throws {
        try await TestServer.run { server in
            let made = try await server.post("/api/v1/shares", json: #"{"name":"Team","quota_bytes":1000}"#)
            #expect(made.status == 201)
            let share = try made.decode(ShareBody.self)
            #expect(share.role == .owner && share.quotaBytes == 1000)
            let list = try await server.send(.get, "/api/v1/users/me/shares").decode(ShareList.self)
            #expect(list.total == 1 && list.shares.map(\.id) == [share.id])
            let path = "/api/v1/shares/\(share.id)"
            let renamed = try await server.send(
                .patch, path, headers: json, body: ByteBuffer(string: #"{"name":"Crew"}"#))
            #expect(try renamed.decode(ShareBody.self).name == "Crew")
            #expect(try await server.send(.get, path).decode(ShareBody.self).name == "Crew")
            let deleted = try await server.send(.delete, path)
            #expect(deleted.status == 204 && deleted.body.readableBytes == 0)
            #expect(try await server.send(.get, path).code() == .notFound)
        }
    }

    @Test func `members are given, changed and taken, and strangers see nothing`() async throws {
        try await TestServer.run { server in
            let share = try await server.makeShare()
            let path = "/api/v1/shares/\(share)"
            let (ann, token) = try await server.makeUser("ann")
            #expect(try await server.send(.get, path, token: token).code() == .notFound)

            let added = try await server.post(path + "/members", json: #"{"email":"ann@example.org","role":"reader"}"#)
            #expect(added.status == 201)
            #expect(try added.decode(MemberBody.self).userID == ann)
            #expect(try await server.send(.get, path, token: token).decode(ShareBody.self).role == .reader)
            let refused = try await server.send(
                .patch, path, token: token, headers: json, body: ByteBuffer(string: #"{"name":"X"}"#))
            #expect(try refused.code() == .permissionDenied)

            let changed = try await server.send(
                .patch, path + "/members/\(ann)", headers: json, body: ByteBuffer(string: #"{"role":"admin"}"#))
            #expect(try changed.decode(MemberBody.self).role == .admin)
            let members = try await server.send(.get, path + "/members", token: token).decode(MemberList.self)
            #expect(members.total == 2)
            #expect(try await server.send(.delete, path + "/members/\(ann)").status == 204)
            #expect(try await server.send(.get, path, token: token).code() == .notFound)
        }
    }

    @Test func `only an admin manages users`() async throws {
        try await TestServer.run { server in
            let (ann, token) = try await server.makeUser("ann")
            #expect(try await server.send(.get, "/api/v1/admin/users", token: token).code() == .permissionDenied)
            let list = try await server.send(.get, "/api/v1/admin/users").decode(UserList.self)
            #expect(list.total == 2)
            let taken = try await server.post(
                "/api/v1/admin/users", json: #"{"name":"ann","email":"b@example.org","password":"long enough"}"#)
            #expect(try taken.code() == .nameConflict)
            #expect(try await server.send(.delete, "/api/v1/admin/users/\(ann)").status == 204)
            #expect(try await server.send(.get, "/api/v1/users/me", token: token).code() == .unauthenticated)
        }
    }
}
