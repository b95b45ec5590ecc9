import Foundation
import Testing

/// `TIDELINE_SERVER` and `TIDELINE_TOKEN` in place of a login.
@Suite(.serialized)
struct TokenFacts {
    @Test func `a token and a server are enough, and the device stays the same`() async throws {
        try await Harness.open { harness in
            let team = try await harness.team("keeper")
            let token = try await team[0].token
            var robot = try harness.newDevice("robot", share: team[0].share)
            robot.environment = ["TIDELINE_TOKEN": token]
            let without = try await robot.run("sync", robot.folder.path, "--share", robot.share)
            #expect(without.status == 5 && without.complaint.contains("TIDELINE_SERVER"), "\(without)")
            robot.environment["TIDELINE_SERVER"] = harness.server.url
            let dry = try await robot.run("sync", robot.folder.path, "--share", robot.share, "--dry-run")
            #expect(dry.status == 0, "\(dry)")
            #expect(!FileManager.default.fileExists(atPath: robot.home + "/token-device.json"))
            let before = try await team[0].succeed("devices", "--json").output
            #expect(before.components(separatedBy: "\"device_id\"").count - 1 == 1, "\(before)")
            try robot.folder.write("file", "x")
            #expect(try await robot.synced().uploaded == 1)
            robot.environment["TIDELINE_TOKEN"] = try await team[0].token
            try robot.folder.write("file", "y")
            #expect(try await robot.synced().uploaded == 1)
            try await robot.succeed("status")
            let watch = try robot.watch()
            try await watch.untilIdle()
            #expect(try await watch.stop() == 130)
            let devices = try await team[0].succeed("devices", "--json").output
            #expect(devices.components(separatedBy: "\"device_id\"").count - 1 == 2, "\(devices)")
            let written = try String(contentsOfFile: robot.home + "/token-device.json", encoding: .utf8)
            #expect(!written.contains(token))
        }
    }

    @Test func `a token that has expired ends every command with 5 and what to do`() async throws {
        try await Harness.open(extra: ["--token-ttl", "15s"]) { harness in
            let team = try await harness.team("keeper")
            var robot = try harness.newDevice("robot", share: team[0].share)
            robot.environment = [
                "TIDELINE_TOKEN": try await team[0].token, "TIDELINE_SERVER": harness.server.url,
            ]
            try await robot.synced()
            let watch = try robot.watch()
            let ended = try await watch.program.end(within: 120)
            #expect(ended.status == 5 && ended.complaint.contains("TIDELINE_TOKEN"), "\(ended)")
            let sync = try await robot.run("sync", robot.folder.path)
            #expect(sync.status == 5 && sync.complaint.contains("TIDELINE_TOKEN"), "\(sync)")
        }
    }

    @Test func `a login goes on past the end of each of its tokens`() async throws {
        try await Harness.open(extra: ["--token-ttl", "2s"]) { harness in
            let devices = try await harness.team("a", "b")
            let (a, b) = (devices[0], devices[1])
            let watching = [try a.watch(), try b.watch()]
            for watch in watching { try await watch.untilIdle() }
            for round in 0..<4 {
                try a.folder.write("\(round)", "\(round)")
                try await untilSame([a, b]) { $0.exists("\(round)") }
                try await pause(milliseconds: 1_500)
            }
            #expect(watching.allSatisfy { $0.program.isRunning && $0.count("error") == 0 })
        }
    }
}
