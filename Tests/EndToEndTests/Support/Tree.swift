import Foundation
import Testing

/// All that is synced of a folder: names, content, modification times, executable bits.
struct Tree {
    private struct Entry: Equatable {
        var isFolder: Bool
        var size: Int = 0
        var modified: Moment = Moment(seconds: 0, nanoseconds: 0)
        var executable = false
    }

    private struct Moment: Equatable {
        var seconds: Int
        var nanoseconds: Int
    }

    private let folder: Folder
    private let entries: [String: Entry]

    init(_ folder: Folder) {
        self.folder = folder
        var entries: [String: Entry] = [:]
        Self.read(folder, "", &entries)
        self.entries = entries
    }

    var count: Int { entries.count }
    var paths: [String] { entries.keys.sorted() }

    /// Paths in which the two differ, each with how; files are compared byte by byte.
    static func differences(_ a: Folder, _ b: Folder) -> [String] {
        let (one, two) = (Tree(a), Tree(b))
        return Set(one.entries.keys).union(two.entries.keys).sorted().compactMap { path in
            guard let here = one.entries[path] else { return "\(path): only in \(b.path)" }
            guard let there = two.entries[path] else { return "\(path): only in \(a.path)" }
            if here != there { return "\(path): \(here) and \(there)" }
            return here.isFolder || sameBytes(a.full(path), b.full(path)) ? nil : "\(path): other bytes"
        }
    }

    private static func sameBytes(_ a: String, _ b: String) -> Bool {
        let one = try? Data(contentsOf: URL(fileURLWithPath: a), options: .alwaysMapped)
        let two = try? Data(contentsOf: URL(fileURLWithPath: b), options: .alwaysMapped)
        return one != nil && one == two
    }

    private static func read(_ folder: Folder, _ path: String, _ entries: inout [String: Entry]) {
        for name in folder.names(path) {
            let child = path.isEmpty ? name : path + "/" + name
            var look = stat()
            guard lstat(folder.full(child), &look) == 0 else { continue }
            if look.st_mode & S_IFMT == S_IFDIR {
                entries[child] = Entry(isFolder: true)
                read(folder, child, &entries)
            } else {
                entries[child] = Entry(
                    isFolder: false, size: Int(look.st_size),
                    modified: Moment(seconds: look.st_mtim.tv_sec, nanoseconds: look.st_mtim.tv_nsec),
                    executable: look.st_mode & 0o100 != 0)
            }
        }
    }
}

/// The folders of all devices hold the same.
func expectSame(_ devices: [Device], location: SourceLocation = #_sourceLocation) {
    for other in devices.dropFirst() {
        let differences = Tree.differences(devices[0].folder, other.folder)
        #expect(differences.isEmpty, "\(differences.prefix(10))", sourceLocation: location)
    }
}

/// Waits until the folders of all devices hold the same, and what the test put there.
func untilSame(
    _ devices: [Device], location: SourceLocation = #_sourceLocation, _ holds: (Folder) -> Bool = { _ in true }
) async throws {
    do {
        try await eventually("the same folders", location: location) {
            devices.allSatisfy { holds($0.folder) }
                && devices.dropFirst().allSatisfy { Tree.differences(devices[0].folder, $0.folder).isEmpty }
        }
    } catch {
        expectSame(devices, location: location)
        let held = devices.map { Tree($0.folder).paths.prefix(200) }
        throw Trouble("\(error) \(held)")
    }
}
