import ArgumentParser
import TidelineCore
import TidelineServer
import TidelineService

struct Collect: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Takes back the room of content that nobody needs; the server must be stopped.",
        discussion: """
            A server does this by itself every day. What is unneeded is marked first and taken a day later, so the first \
            run may free nothing.

            Example: tideline admin gc --data /var/lib/tideline
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var options: OutputOptions

    private struct Report: Encodable {
        let chunks: Int
        let bytes: Int64
        let chunks_taken: Int
        let bytes_taken: Int64
        let chunks_waiting: Int
        let bytes_waiting: Int64
        let segments_rewritten: Int
        let segments_removed: Int
        let bytes_freed: Int64
    }

    func administer() async throws {
        try data.requireServer()
        let directory: DataDirectory
        do { directory = try DataDirectory(claiming: data.path) } catch is DataDirectory.InUse {
            throw Failure("A server is using \(data.path): it collects by itself every day. Stop it to collect now.")
        }
        let collected = try await withStores(of: directory) { try await Service($0).collection(isAlone: true) }
        withExtendedLifetime(directory) {}
        guard let collected else {
            throw Failure("A backup of \(data.path) is being taken. Run it again when that is done.")
        }
        try options.show(report(collected), text(collected))
    }

    private func report(_ it: TidelineService.Collection.Report) -> Report {
        Report(
            chunks: it.chunks, bytes: it.bytes, chunks_taken: it.chunksTaken, bytes_taken: it.bytesTaken,
            chunks_waiting: it.chunksWaiting, bytes_waiting: it.bytesWaiting,
            segments_rewritten: it.compaction.filesRewritten, segments_removed: it.compaction.filesRemoved,
            bytes_freed: it.compaction.bytesRemoved)
    }

    private func text(_ it: TidelineService.Collection.Report) -> String {
        let waiting =
            it.chunksWaiting == 0
            ? "" : " \(readable(bytes: it.bytesWaiting)) are marked; they can be taken a day after that."
        return """
            Took \(it.chunksTaken) of \(it.chunks) chunks (\(readable(bytes: it.bytesTaken))) and removed \
            \(it.compaction.filesRemoved) segments.\(waiting)
            """
    }
}
