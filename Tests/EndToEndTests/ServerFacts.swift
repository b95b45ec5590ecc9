import Foundation
import GRDB
import Testing

/// What a server refuses at its start, and what strangers see of it by curl.
@Suite(.serialized, .oneServer)
struct ServerFacts {
    @Test func `a second server on the same data is refused`() async throws {
        let harness = try Harness.current
        let second = try await Server(harness.workshop, data: harness.server.data).refusal()
        #expect(second.status == 1 && second.complaint.contains("Another server uses"), "\(second)")
    }

    @Test func `a port in use is said`() async throws {
        let harness = try Harness.current
        let ended = try await harness.workshop.launch([
            Workshop.tideline, "serve", "--data", harness.workshop.path("data"), "--listen",
            "127.0.0.1:\(harness.server.port)",
        ]).end()
        #expect(ended.status == 1 && ended.complaint.contains("Cannot listen on 127.0.0.1"), "\(ended)")
    }

    @Test func `data of a newer version is refused, and stays as it is`() async throws {
        try await Harness.open { harness in
            #expect(try await harness.server.stop() == 0)
            let path = harness.server.data + "/metadata.sqlite"
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9-of-the-future')") }
            try queue.close()
            let refused = try await harness.server.refusal()
            #expect(refused.status == 1 && refused.complaint.contains("newer version"), "\(refused)")
        }
    }

    @Test func `data that is no database is refused with a word about where it lies`() async throws {
        let workshop = try Harness.current.workshop
        let data = Folder(path: workshop.path("data"))
        try data.write("metadata.sqlite", noise(20_000, seed: 1))
        let refused = try await Server(workshop, data: data.path).refusal()
        #expect(refused.status == 1 && refused.complaint.contains(data.path), "\(refused)")
        #expect(data.bytes("metadata.sqlite") == noise(20_000, seed: 1))
    }

    @Test func `problems are problem documents with a code and a request id`() async throws {
        let a = try await Harness.current.team("a")[0]
        let token = try await a.token
        let cases: [(path: String, token: String?, status: Int, code: String)] = [
            ("/api/v1/users/me", nil, 401, "UNAUTHENTICATED"),
            ("/api/v1/users/me", "no.real.token", 401, "UNAUTHENTICATED"),
            ("/api/v1/sync/changes?cursor=garbage", token, 400, "SYNC_CURSOR_INVALID"),
            ("/api/v1/sync/changes?limit=0", token, 422, "VALIDATION_FAILED"),
            ("/api/v1/sync/changes?share_id=shr_00000000000000000000000000", token, 404, "NOT_FOUND"),
            ("/api/v1/nothing/here", token, 404, "NOT_FOUND"),
        ]
        for one in cases {
            let answer = try await a.harness.curl(one.path, token: one.token)
            #expect(answer.status == one.status, "\(one.path): \(answer)")
            #expect(answer.headers["content-type"]?.hasPrefix("application/problem+json") == true)
            let problem = try answer.json
            #expect(problem["code"] as? String == one.code, "\(one.path): \(answer)")
            #expect(problem["status"] as? Int == one.status)
            #expect(problem["request_id"] as? String == answer.headers["x-request-id"])
        }
        #expect(try await a.harness.curl("/api/v1/users/me").headers["www-authenticate"]?.hasPrefix("Bearer") == true)
    }

    @Test func `a file comes whole, in ranges, by HEAD, and not again`() async throws {
        let a = try await Harness.current.team("a")[0]
        let text = String((0..<5_000).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
        try a.folder.write("letters.txt", text)
        try await a.synced()
        let token = try await a.token
        let snapshot = try await a.harness.curl("/api/v1/sync/snapshot?share_id=\(a.shareID)", token: token).json
        let entries = try #require(snapshot["entries"] as? [[String: Any]])
        let id = try #require(entries.first?["resource_id"] as? String)
        let path = "/api/v1/sync/download/\(id)"
        let whole = try await a.harness.curl(path, token: token)
        #expect(whole.status == 200 && whole.body == text && whole.headers["accept-ranges"] == "bytes")
        let head = try await a.harness.curl(path, token: token, "-I")
        #expect(head.status == 200 && head.headers["content-length"] == "5000")
        let part = try await a.harness.curl(path, token: token, "-r", "26-51")
        #expect(part.status == 206 && part.body == "abcdefghijklmnopqrstuvwxyz")
        #expect(part.headers["content-range"] == "bytes 26-51/5000")
        let tail = try await a.harness.curl(path, token: token, "-r", "-3")
        #expect(tail.status == 206 && tail.body == String(text.suffix(3)))
        let beyond = try await a.harness.curl(path, token: token, "-r", "5000-")
        #expect(beyond.status == 416)
        let tag = try #require(whole.headers["etag"])
        let again = try await a.harness.curl(path, token: token, "-H", "If-None-Match: \(tag)")
        #expect(again.status == 304 && again.body.isEmpty)
    }

    @Test func `health and readiness need no login, and SIGTERM ends a server cleanly`() async throws {
        try await Harness.open { harness in
            #expect(try await harness.curl("/api/v1/health").status == 200)
            #expect(try await harness.curl("/api/v1/ready").status == 200)
            let device = try await harness.team("a")[0]
            let watching = try device.watch()
            try await watching.untilIdle()
            #expect(try await harness.server.stop() == 0)
        }
    }

    @Test func `a server with a certificate answers over TLS, and a client that cannot trust it says so`() async throws
    {
        try await Workshop.open { workshop in
            let (certificate, key) = (workshop.path("cert.pem"), workshop.path("key.pem"))
            let made = try await workshop.launch([
                "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                key, "-out", certificate,
            ]).end()
            try #require(made.status == 0, "\(made)")
            let harness = Harness(
                workshop: workshop,
                server: Server(
                    workshop, data: workshop.path("data"), extra: ["--tls-cert", certificate, "--tls-key", key]))
            try await harness.server.start()
            #expect(try await harness.curl("/api/v1/health", "-k").status == 200)
            #expect(try await harness.curl("/api/v1/health", "--cacert", certificate).status == 200)
            let stranger = try harness.newDevice("a", share: "none")
            let ended = try await stranger.run("login", harness.server.url, "admin")
            #expect(ended.status == 6 && ended.complaint.lowercased().contains("certificate"), "\(ended)")
            #expect(try await harness.server.stop() == 0)
        }
    }
}
