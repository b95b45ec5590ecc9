import Foundation
import Testing

/// Who is let in, and what is said to those who are not.
@Suite(.serialized, .oneServer)
struct LoginFacts {
    @Test func `a wrong password ends with 5 and says so`() async throws {
        var device = try Harness.current.newDevice("a", share: "none")
        device.environment["TIDELINE_PASSWORD"] = "wrong"
        let ended = try await device.run("login", device.harness.server.url, "admin")
        #expect(ended.status == 5)
        #expect(ended.complaint.contains("Wrong name or password"))
        #expect(ended.output.isEmpty)
        #expect(try await device.run("shares").status == 5)
    }

    @Test func `without a login every command ends with 5 and says what to run`() async throws {
        let device = try Harness.current.newDevice("a", share: "none")
        for command in ["shares", "status", "devices", "token", "conflicts"] {
            let ended = try await device.run(command)
            #expect(ended.status == 5 && ended.complaint.contains("tideline login"), "\(command): \(ended)")
        }
        #expect(try await device.sync().status == 5)
    }

    @Test func `a token that ran out is renewed without a word, and watch goes on`() async throws {
        try await Harness.open(extra: ["--token-ttl", "4s"]) { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            try a.folder.write("first", "1")
            try await a.synced()
            let token = try await a.token
            try await eventually("the token has run out") {
                try await harness.curl("/api/v1/users/me", token: token).status == 401
            }
            try await b.synced()
            let (one, two) = (try a.watch(), try b.watch())
            for round in 0..<2 {
                try a.folder.write("from a", "\(round)")
                try b.folder.write("from b", "\(round)")
                try await untilSame(devices) { $0.text("from a") == "\(round)" && $0.text("from b") == "\(round)" }
                let now = try await a.token
                try await eventually("the token has run out") {
                    try await harness.curl("/api/v1/users/me", token: now).status == 401
                }
            }
            #expect(one.count("error") + two.count("error") == 0, "\(one.reasons("error")) \(two.reasons("error"))")
        }
    }

    @Test func `a refresh token used by two is worth nothing: 5, and log in again`() async throws {
        try await Harness.open(extra: ["--token-ttl", "4s"]) { harness in
            let device = try await harness.team("a")[0]
            let thief = try harness.newDevice("thief", share: device.share)
            try FileManager.default.copyItem(atPath: device.home, toPath: thief.home)
            let token = try await device.token
            try await eventually("the token has run out") {
                try await harness.curl("/api/v1/users/me", token: token).status == 401
            }
            #expect(try await device.run("shares").status == 0)
            let used = try await thief.run("shares")
            #expect(used.status == 5 && used.complaint.contains("tideline login"), "\(used)")
            try await eventually("the family is revoked") { try await device.run("shares").status == 5 }
            let refused = try await device.sync()
            #expect(refused.status == 5 && refused.complaint.contains("tideline login"), "\(refused)")
            try await device.logIn()
            try await device.synced()
        }
    }

    @Test func `a suspended user is out at once, and back after a new login`() async throws {
        let devices = try await Harness.current.team("admin", "carol")
        let (admin, carol) = (devices[0], devices[1])
        let id = try #require(
            try await admin.succeed("users", "add", "carol", "--email", "c@example.org", "--json").json["id"] as? String
        )
        try await admin.succeed("shares", "members", "add", admin.share, "carol")
        try await carol.succeed("login", carol.harness.server.url, "carol")
        try await carol.synced()
        let watching = try carol.watch()
        try await watching.untilIdle()
        try await set(admin, "/api/v1/admin/users/\(id)", #"{"status":"suspended"}"#)
        try await eventually("carol's requests are refused") { try await carol.run("shares").status == 5 }
        try carol.folder.write("kept", "x")
        try await eventually("the watch says to log in") {
            watching.reasons("error").contains { $0.contains("tideline login") }
        }
        #expect(try await watching.stop() == 130)
        try await set(admin, "/api/v1/admin/users/\(id)", #"{"status":"active"}"#)
        try await carol.succeed("login", carol.harness.server.url, "carol")
        try await carol.synced()
        try await admin.synced()
        #expect(admin.folder.text("kept") == "x")
    }

    @Test func `a device that was switched off ends with 5`() async throws {
        let devices = try await Harness.current.team("a", "b")
        let (a, b) = (devices[0], devices[1])
        try await b.synced()
        let all = try await a.succeed("devices", "--json").output
        let list = try JSONSerialization.jsonObject(with: Data(all.utf8))
        let rows = (list as? [[String: Any]]) ?? ((list as? [String: Any])?["devices"] as? [[String: Any]]) ?? []
        let status = try await b.succeed("status", "--json").json["login"] as? [String: String]
        let id = try #require(status?["device_id"])
        #expect(rows.contains { $0["device_id"] as? String == id })
        try await set(a, "/api/v1/sync/devices/\(id)", #"{"is_active":false}"#)
        try b.folder.write("kept back", "x")
        let refused = try await b.sync()
        #expect(refused.status == 5, "\(refused)")
        try await set(a, "/api/v1/sync/devices/\(id)", #"{"is_active":true}"#)
        try await b.synced()
    }

    @Test func `a share that is not there ends with 1 and names tideline shares`() async throws {
        let device = try await Harness.current.team("a")[0]
        let ended = try await device.run("sync", device.folder.path, "--share", "No such share")
        #expect(ended.status == 1 && ended.complaint.contains("`tideline shares`"), "\(ended)")
    }

    @Test func `garbage in the place of the credentials is said, and a login mends it`() async throws {
        let device = try await Harness.current.team("a")[0]
        for garbage in ["", "{", "\u{0}\u{1}\u{2}", "[]", String(repeating: "x", count: 5_000_000)] {
            try Data(garbage.utf8).write(to: URL(fileURLWithPath: device.home + "/credentials.json"))
            let ended = try await device.sync()
            #expect(ended.status == 1 && ended.complaint.contains("credentials.json"), "\(ended)")
        }
        try await device.logIn()
        try await device.synced()
    }

    @Test func `a server that is away ends with 6, and all goes on when it is back`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("a")[0]
            try device.folder.write("file", "x")
            #expect(try await harness.server.stop() == 0)
            let ended = try await device.sync()
            #expect(ended.status == 6, "\(ended)")
            #expect(try await device.run("shares").status == 6)
            try await harness.server.start()
            #expect(try await device.synced().uploaded == 1)
        }
    }

    private func set(_ admin: Device, _ path: String, _ body: String) async throws {
        let answer = try await admin.harness.curl(
            path, token: admin.token, "-X", "PATCH", "-H", "Content-Type: application/json", "-d", body)
        try #require(answer.status == 200, "\(answer)")
    }
}
