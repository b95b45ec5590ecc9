import ArgumentParser
import TidelineServer
import TidelineService

struct NewEpoch: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-epoch",
        abstract: "Tells devices that the server was set back, after restoring its disk by other means.",
        discussion: """
            Run it once, before the server starts: devices then compare their folders with the server and send what it \
            lost. All users log in again. `tideline admin restore` does this by itself.

            Example: tideline admin new-epoch --data /var/lib/tideline
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var options: OutputOptions

    func administer() async throws {
        try data.requireServer()
        let directory = try DataDirectory(claiming: data.path)
        let epoch = try await withStores(of: directory) { try await Service($0).timelines.begin(after: nil) }
        withExtendedLifetime(directory) {}
        try options.show(["epoch": epoch], "The logs go on in epoch \(epoch). Start the server; devices will compare.")
    }
}
