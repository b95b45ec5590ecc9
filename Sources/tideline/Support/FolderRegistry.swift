import Foundation
import TidelineAPI
import TidelineClient
import TidelineCore

/// A folder of this device that a share is synced with.
struct LinkedFolder: Codable, Sendable, Hashable {
    /// Absolute, links resolved.
    let path: String
    let server: String
    let userID: String
    let shareID: String
    var shareName: String
    /// Inside the registry's folder.
    var stateFile: String
    var strategy: ConflictResolution

    enum CodingKeys: String, CodingKey {
        case path
        case server
        case userID = "user_id"
        case shareID = "share_id"
        case shareName = "share_name"
        case stateFile = "state_file"
        case strategy
    }
}

/// The linked folders of this device: `folders/registry.json`, with one state database beside it for each.
struct FolderRegistry: Sendable {
    private let home: Home

    init(home: Home) { self.home = home }

    func folders() throws -> [LinkedFolder] {
        guard let bytes = try PrivateFile.read(file) else { return [] }
        do {
            return try JSONDecoder().decode([LinkedFolder].self, from: bytes)
        } catch {
            throw Failure(
                "\(file) cannot be understood. Remove it and link the folders again; nothing in them is lost.")
        }
    }

    func statePath(of folder: LinkedFolder) -> String { home.folders + "/" + folder.stateFile }

    /// Adds the folder, or puts it in the place of the one with its path.
    func save(_ folder: LinkedFolder) async throws {
        let lock = try await FileLock.take(file + ".lock")
        defer { lock.release() }
        var all = try folders()
        if let index = all.firstIndex(where: { $0.path == folder.path }) {
            all[index] = folder
        } else {
            try refuseOverlap(folder.path, all)
            all.append(folder)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try PrivateFile.replace(file, with: try encoder.encode(all))
    }

    /// Throws when the path lies inside a linked folder, or one inside it.
    func refuseOverlap(_ path: String) throws { try refuseOverlap(path, try folders()) }

    private func refuseOverlap(_ path: String, _ folders: [LinkedFolder]) throws {
        guard let other = folders.first(where: { overlap($0.path, path) }) else { return }
        throw Failure(
            "\(path) and the linked folder \(other.path) lie inside each other. Choose another folder.", .usage)
    }

    private var file: String { home.folders + "/registry.json" }
}

private func overlap(_ a: String, _ b: String) -> Bool {
    let a = a.hasSuffix("/") ? a : a + "/"
    let b = b.hasSuffix("/") ? b : b + "/"
    return a.hasPrefix(b) || b.hasPrefix(a)
}
