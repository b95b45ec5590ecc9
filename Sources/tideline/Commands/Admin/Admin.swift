import ArgumentParser
import Foundation
import Logging
import TidelineContent
import TidelineCore
import TidelineSQLite
import TidelineServer
import TidelineService

struct Admin: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes care of a server's data folder.",
        discussion: "docs/operations.md says when to use what.",
        subcommands: [BackUp.self, Restore.self, NewEpoch.self, Collect.self, Check.self])
}

struct DataOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The server's data folder.", valueName: "dir"))
    var data = "tideline-data"

    var path: String { absolutePath(data) }

    /// Refuses a folder that holds no server.
    func requireServer() throws {
        guard FileManager.default.fileExists(atPath: path + "/metadata.sqlite") else {
            throw Failure("\(path) holds no server's data; name its folder with --data.", .usage)
        }
    }
}

/// A command about data on this machine's disk. What it makes only its owner may read.
protocol AdminCommand: ClientCommand {
    func administer() async throws
}

extension AdminCommand {
    func execute() async throws {
        umask(0o077)
        do {
            try await administer()
        } catch let error as StoreUnavailable {
            let hint = error.isFull ? " Make room and run it again." : ""
            throw Failure(error.reason + "." + hint)
        } catch let error as ServiceError {
            throw Failure(error.detail)
        } catch let error as BackupError {
            throw Failure(error.description)
        } catch let error as DataDirectory.InUse {
            throw Failure(error.description)
        } catch let error as SystemError {
            throw Failure(error.description)
        }
    }
}

/// The stores of a data folder that no server uses, as long as the body runs.
func withStores<T>(of directory: DataDirectory, _ body: (ServiceContext) async throws -> T) async throws -> T {
    let clock = SystemClock()
    let secrets = SystemSecrets()
    let store = try SQLiteMetadataStore(path: directory.metadataPath)
    let chunks = try SegmentChunkStore(directory: directory.contentPath)
    let context = ServiceContext(
        store: store, chunks: chunks, clock: clock, alarm: SystemAlarm(), ids: SystemULIDs(clock: clock),
        secrets: secrets, passwords: ScryptHasher(secrets: secrets), events: EventHub(),
        logger: Logger(label: "tideline") { JSONLinesLog(label: $0, level: .warning, clock: clock) })
    let result: Result<T, any Error>
    do { result = .success(try await body(context)) } catch { result = .failure(error) }
    try await chunks.close()
    try await store.close()
    return try result.get()
}

/// Bytes for people: `12.3 MB`.
func readable(bytes: Int64) -> String {
    ByteCountFormatter.string(fromByteCount: bytes, countStyle: .file)
}
