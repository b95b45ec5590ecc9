import Foundation

/// A place that holds few bytes: a small tmpfs where mounting is allowed, else a limit on the size of files.
struct SmallDisk: Sendable {
    let path: String
    /// Goes in front of a program that is to feel it.
    let wrapper: [String]

    /// Makes the folder at `path` such a place for as long as `body` runs. It may make room by ``grow(_:)``.
    static func at(_ path: String, mebibytes: Int, _ body: (SmallDisk) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard try run("mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "none", path) else {
            let limit = "trap '' XFSZ; ulimit -f \(mebibytes * 1_024 / 2); exec \"$@\""
            return try await body(SmallDisk(path: path, wrapper: ["/bin/bash", "-c", limit, "bash"]))
        }
        do {
            try await body(SmallDisk(path: path, wrapper: []))
        } catch {
            try unmount(path)
            throw error
        }
        try unmount(path)
    }

    /// Whether such a place can be a disk of its own.
    static let canMount: Bool = {
        let path = NSTemporaryDirectory() + "tideline-mount-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard try run("mount", "-t", "tmpfs", "-o", "size=1m", "none", path) else { return false }
            try unmount(path)
            return true
        } catch {
            return false
        }
    }()

    /// The wrapper must be left out from now on.
    func grow(_ mebibytes: Int) throws {
        guard wrapper.isEmpty else { return }
        guard try Self.run("mount", "-o", "remount,size=\(mebibytes)m", path) else {
            throw Trouble("cannot grow \(path)")
        }
    }

    /// At once, whoever still has files open there.
    private static func unmount(_ path: String) throws {
        guard try run("umount", "-l", path) else { throw Trouble("cannot unmount \(path)") }
    }

    private static func run(_ command: String...) throws -> Bool {
        let pid = try spawn(
            ["/usr/bin/env"] + command, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], output: "/dev/null",
            complaint: "/dev/null")
        return reap(pid) == 0
    }
}

/// Goes in front of a program that must not read what its user may not: root may read everything otherwise.
let withoutPrivilege: [String] =
    geteuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []
