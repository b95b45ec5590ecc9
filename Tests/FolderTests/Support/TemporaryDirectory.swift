import Foundation

/// A folder on disk that goes with its last holder.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tideline-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func full(_ relative: String) -> String { relative.isEmpty ? path : path + "/" + relative }

    /// In place; makes missing folders.
    func write(_ relative: String, _ text: String) throws {
        let url = URL(fileURLWithPath: full(relative))
        try makeFolder(String(relative.split(separator: "/").dropLast().joined(separator: "/")))
        try Data(text.utf8).write(to: url)
    }

    func read(_ relative: String) -> String? {
        FileManager.default.contents(atPath: full(relative)).map { String(decoding: $0, as: UTF8.self) }
    }

    func makeFolder(_ relative: String) throws {
        try FileManager.default.createDirectory(atPath: full(relative), withIntermediateDirectories: true)
    }

    func move(_ relative: String, _ target: String) throws {
        try FileManager.default.moveItem(atPath: full(relative), toPath: full(target))
    }

    func remove(_ relative: String) throws { try FileManager.default.removeItem(atPath: full(relative)) }

    func link(_ relative: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: full(relative), withDestinationPath: target)
    }

    func setMode(_ relative: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: full(relative))
    }

    func mode(_ relative: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: full(relative))[.posixPermissions] as? Int
    }

    func exists(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: full(relative)) }

    func names(_ relative: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: full(relative)).sorted()
    }
}
