import Foundation
import Synchronization
import Testing

/// A folder for one suite or test, and all processes started in it: both are gone when it ends.
final class Workshop: Sendable {
    let root: String
    private let programs = Mutex<[Program]>([])
    private let count = Mutex(0)

    private init() throws {
        let wanted = FileManager.default.temporaryDirectory.appendingPathComponent("tideline-e2e-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: wanted, withIntermediateDirectories: true)
        guard let real = realpath(wanted.path, nil) else { throw Trouble("cannot make \(wanted.path)") }
        defer { free(real) }
        root = String(cString: real)
    }

    /// Every process that was started in here has ended when this returns, whatever `body` threw.
    static func open(_ body: (Workshop) async throws -> Void) async throws {
        let workshop = try Workshop()
        do {
            try await body(workshop)
        } catch {
            await workshop.close()
            throw error
        }
        await workshop.close()
    }

    private func close() async {
        let all = programs.withLock { $0 }
        for program in all { program.kill() }
        for program in all { _ = try? await program.end(within: 30) }
        try? FileManager.default.removeItem(atPath: root)
    }

    func launch(_ command: [String], environment: [String: String] = [:]) throws -> Program {
        let program = try Program(command, environment: environment, outputPath: path("output"))
        programs.withLock { $0.append(program) }
        return program
    }

    /// One that nobody uses yet.
    func path(_ name: String) -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "\(root)/\(name)-\(number)"
    }

    /// The program under test: beside the bundle that holds the tests.
    static let tideline: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("tideline").path
    }()
}

/// One server for all tests of a suite.
struct Harness: Sendable {
    let workshop: Workshop
    let server: Server

    /// The running suite's.
    static var current: Harness {
        get throws {
            guard let running else { throw Trouble("the suite has no .oneServer") }
            return running
        }
    }

    @TaskLocal fileprivate static var running: Harness?

    /// A server of the test's own, for tests that mistreat it.
    static func open(extra: [String] = [], _ body: (Harness) async throws -> Void) async throws {
        try await Workshop.open { workshop in
            let harness = Harness(
                workshop: workshop, server: Server(workshop, data: workshop.path("data"), extra: extra))
            try await harness.server.start()
            try await body(harness)
        }
    }

    /// Devices of the administrator that share a new share.
    func team(_ names: String...) async throws -> [Device] {
        let share = "Team " + URL(fileURLWithPath: workshop.path("share")).lastPathComponent
        var devices: [Device] = []
        for name in names {
            let device = try newDevice(name, share: share)
            try await device.logIn()
            devices.append(device)
        }
        try await devices[0].succeed("shares", "create", share)
        return devices
    }

    /// Not logged in yet.
    func newDevice(_ name: String, share: String) throws -> Device {
        let home = workshop.path("home-" + name)
        let folder = workshop.path("folder-" + name)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        return Device(harness: self, name: name, share: share, home: home, folder: Folder(path: folder))
    }
}

struct OneServer: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Harness.open { harness in
            try await Harness.$running.withValue(harness) { try await function() }
        }
    }
}

extension Trait where Self == OneServer {
    static var oneServer: Self { OneServer() }
}
