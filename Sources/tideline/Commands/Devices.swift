import ArgumentParser
import TidelineAPI
import TidelineClient
import TidelineCore

struct DevicesCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "Lists your devices.", discussion: "Example: tideline devices")

    @OptionGroup var options: OutputOptions

    func execute() async throws {
        let (devices, own) = try await Session.run { session in
            (try await session.client.devices(), session.credentials.deviceID)
        }
        let rows = devices.map { device in
            [
                device.deviceName, device.platform.rawValue, device.isActive ? "active" : "inactive",
                device.lastSeenAt ?? "never", device.deviceID + (device.deviceID == own ? " (this one)" : ""),
            ]
        }
        try options.show(devices, table(["NAME", "PLATFORM", "STATE", "LAST SEEN", "ID"], rows))
    }
}
