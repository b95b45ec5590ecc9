import Foundation
import Synchronization
import Testing

/// `tideline serve` on one data folder. It keeps its port when it starts again.
final class Server: Sendable {
    static let password = "a password for tests"

    let data: String
    private let workshop: Workshop
    private let extra: [String]
    private let state = Mutex<(program: Program?, port: Int)>((nil, 0))

    init(_ workshop: Workshop, data: String, extra: [String] = []) {
        self.workshop = workshop
        self.data = data
        self.extra = extra
    }

    var port: Int { state.withLock { $0.port } }
    var url: String { "\(extra.contains("--tls-cert") ? "https" : "http")://127.0.0.1:\(port)" }
    var pid: Int32? { state.withLock { $0.program?.pid } }

    /// Answers when the server takes requests.
    func start(under wrapper: [String] = []) async throws {
        let portFile = data + ".port"
        try? FileManager.default.removeItem(atPath: portFile)
        let program = try workshop.launch(
            wrapper + command + ["--port-file", portFile], environment: ["TIDELINE_ADMIN_PASSWORD": Self.password])
        try await eventually("the server listens: \(program.complaint)") {
            guard program.isRunning else { throw Trouble("the server ended: \(program.complaint)") }
            return FileManager.default.fileExists(atPath: portFile)
        }
        let text = try String(contentsOfFile: portFile, encoding: .utf8)
        guard let port = Int(text.dropLast()) else { throw Trouble("no port in \(text)") }
        state.withLock { $0 = (program, port) }
    }

    /// As with SIGTERM; answers its exit status.
    func stop() async throws -> Int32 {
        guard let program = state.withLock({ $0.program }) else { throw Trouble("the server does not run") }
        program.signal(SIGTERM)
        return try await program.end(within: 30).status
    }

    func kill() async throws {
        guard let program = state.withLock({ $0.program }) else { throw Trouble("the server does not run") }
        program.kill()
        _ = try await program.end()
    }

    func restart() async throws {
        _ = try await stop()
        try await start()
    }

    /// A start that is meant to fail.
    func refusal() async throws -> Ended {
        try await workshop.launch(command, environment: ["TIDELINE_ADMIN_PASSWORD": Self.password]).end(within: 60)
    }

    private var command: [String] {
        [Workshop.tideline, "serve", "--data", data, "--listen", "127.0.0.1:\(port)"] + extra
    }
}
