import ArgumentParser
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineServer
import TidelineService

struct Check: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Looks for damage in a server's data; the server must be stopped.",
        discussion: """
            Reads all content, unless it is told to be quick. It repairs nothing: it says which files are hit and what \
            to do. Chunks found damaged are noted, so that the server asks devices for them again. Ends with 1 when \
            anything is damaged.

            Example: tideline admin fsck --data /var/lib/tideline
            """)

    @OptionGroup var data: DataOptions

    @Flag(help: "Look whether content is there, without reading it.")
    var quick = false

    @OptionGroup var options: OutputOptions

    func administer() async throws {
        try data.requireServer()
        let directory: DataDirectory
        do { directory = try DataDirectory(claiming: data.path) } catch is DataDirectory.InUse {
            throw Failure(
                "A server is using \(data.path). Stop it first, or restore a backup elsewhere and check that.")
        }
        let metadata = try MetadataCheck(path: directory.metadataPath)
        let store = try SegmentChunkStore(directory: directory.contentPath)
        var check = DataCheck(metadata: metadata, chunks: store, isQuick: quick)
        try await check.run()
        metadata.close()
        try await store.close()
        withExtendedLifetime(directory) {}
        try options.show(check.report, check.report.text)
        if !check.report.damage.isEmpty { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
