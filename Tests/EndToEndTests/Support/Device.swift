import Foundation
import Testing

/// A device: its own TIDELINE_HOME and its own folder.
struct Device: Sendable {
    let harness: Harness
    let name: String
    let share: String
    let home: String
    let folder: Folder
    /// In front of the program: what limits it, or makes it another user.
    var wrapper: [String] = []
    var environment: [String: String] = [:]

    func logIn() async throws {
        try await succeed("login", harness.server.url, "admin", "--device-name", name)
    }

    @discardableResult
    func run(_ arguments: String...) async throws -> Ended { try await launch(arguments).end() }

    func run(_ arguments: [String]) async throws -> Ended { try await launch(arguments).end() }

    @discardableResult
    func succeed(_ arguments: String..., location: SourceLocation = #_sourceLocation) async throws -> Ended {
        let ended = try await launch(arguments).end()
        try #require(ended.status == 0, "\(arguments): \(ended.complaint)", sourceLocation: location)
        return ended
    }

    /// One pass, whatever comes of it.
    func sync(_ options: String...) async throws -> Synced { try await Synced(startSync(options).end()) }

    /// Passes that must end with everything in sync. `attention`: exit code 3 is what the test expects.
    @discardableResult
    func synced(
        _ options: String..., attention: Bool = false, location: SourceLocation = #_sourceLocation
    ) async throws -> Synced {
        let ended = try await startSync(options).end()
        try #require(
            ended.status == (attention ? 3 : 0), "\(name): \(ended.output)\(ended.complaint)", sourceLocation: location)
        return try Synced(ended)
    }

    func startSync(_ options: [String] = []) throws -> Program {
        try launch(["sync", folder.path, "--share", share, "--json"] + options)
    }

    func watch() throws -> Watching {
        Watching(program: try launch(["watch", folder.path, "--share", share, "--json"]))
    }

    func launch(_ arguments: [String]) throws -> Program {
        try harness.workshop.launch(
            wrapper + [Workshop.tideline] + arguments,
            environment: ["TIDELINE_HOME": home, "TIDELINE_PASSWORD": Server.password].merging(environment) { $1 })
    }
}

/// What `sync --json` said.
struct Synced: Sendable {
    let status: Int32
    let complaint: String
    let uploaded: Int
    let downloaded: Int
    let moved: Int
    let deleted: Int
    let conflicts: Int
    let skipped: Int
    let halted: Bool
    let bytesSent: Int
    let bytesReceived: Int
    let cursor: Int
    /// Path and reason of each.
    let skips: [String: String]

    init(_ ended: Ended) throws {
        status = ended.status
        complaint = ended.complaint
        let members = ended.output.isEmpty ? [:] : try ended.json
        func number(_ name: String) -> Int { members[name] as? Int ?? 0 }
        uploaded = number("uploaded")
        downloaded = number("downloaded")
        moved = number("moved")
        deleted = number("deleted")
        conflicts = number("conflicts")
        skipped = number("skipped")
        halted = members["halted"] as? Bool ?? false
        bytesSent = number("bytes_sent")
        bytesReceived = number("bytes_received")
        cursor = number("cursor")
        let paths = members["skipped_paths"] as? [[String: String]] ?? []
        skips = Dictionary(paths.map { ($0["path"] ?? "", $0["reason"] ?? "") }) { $1 }
    }
}

/// `watch --json` in the background.
struct Watching: Sendable {
    let program: Program

    func count(_ event: String) -> Int { program.events.count { $0["event"] as? String == event } }

    func reasons(_ event: String) -> [String] {
        program.events.filter { $0["event"] as? String == event }.compactMap { $0["reason"] as? String }
    }

    /// Of all events.
    func total(_ field: String) -> Int { program.events.reduce(0) { $0 + ($1[field] as? Int ?? 0) } }

    /// Waits until everything is in sync for the first time.
    func untilIdle(location: SourceLocation = #_sourceLocation) async throws {
        try await eventually("idle; \(program.output) \(program.complaint)", location: location) {
            guard program.isRunning else { throw Trouble("watch ended: \(program.output) \(program.complaint)") }
            return count("idle") > 0
        }
    }

    /// Ctrl-C; answers the exit status.
    func stop() async throws -> Int32 {
        program.signal(SIGINT)
        return try await program.end(within: 60).status
    }
}
