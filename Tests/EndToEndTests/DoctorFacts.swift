import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct DoctorFacts {
    @Test func `what is well is ok, what is not is named with what to do`() async throws {
        try await Harness.open { harness in
            let device = try await harness.team("one")[0]
            try device.folder.write("a.txt", "text")
            try await device.synced()
            let well = try await checks(device, status: 0)
            for check in ["credentials", "server", "login", "device", "clock", "marker", "state", "watches"] {
                #expect(well[check] == "ok", "\(check): \(well)")
            }
            #expect(try await device.succeed("doctor", device.folder.path).output.contains("ok"))

            chmod(device.home + "/credentials.json", 0o644)
            #expect(try await checks(device, status: 1)["credentials"] == "problem")
            chmod(device.home + "/credentials.json", 0o600)

            try device.folder.move(".tideline", "elsewhere")
            let ended = try await device.run("doctor")
            #expect(ended.status == 1 && ended.output.contains("has lost its marker"))
            #expect(ended.output.contains("tideline sync"))
            try device.folder.move("elsewhere", ".tideline")

            for state in try FileManager.default.contentsOfDirectory(atPath: device.home + "/folders")
            where state.hasSuffix(".sqlite") {
                let path = device.home + "/folders/" + state
                let sound = try Data(contentsOf: URL(fileURLWithPath: path))
                try Data("no database at all".utf8).write(to: URL(fileURLWithPath: path))
                #expect(try await checks(device, status: 1)["state"] == "problem")
                try sound.write(to: URL(fileURLWithPath: path))
            }

            #expect(try await harness.server.stop() == 0)
            let unreachable = try await checks(device, status: 1)
            #expect(unreachable["server"] == "problem" && unreachable["marker"] == "ok")
        }
    }

    @Test func `a device that never logged in is told to`() async throws {
        try await Workshop.open { workshop in
            let home = workshop.path("home")
            let ended = try await workshop.launch(
                [Workshop.tideline, "doctor"], environment: ["TIDELINE_HOME": home]
            ).end()
            #expect(ended.status == 1 && ended.output.contains("tideline login URL USER"))
            let unlinked = try await workshop.launch(
                [Workshop.tideline, "doctor", workshop.root], environment: ["TIDELINE_HOME": home]
            ).end()
            #expect(unlinked.status == 2 && unlinked.complaint.contains("is not linked"))
        }
    }

    private func checks(_ device: Device, status: Int32) async throws -> [String: String] {
        let ended = try await device.run("doctor", "--json")
        #expect(ended.status == status, "\(ended.output) \(ended.complaint)")
        let all = try ended.json["checks"] as? [[String: Any]] ?? []
        return Dictionary(all.map { ($0["check"] as? String ?? "", $0["state"] as? String ?? "") }) { a, b in
            a == "problem" ? a : b
        }
    }
}
