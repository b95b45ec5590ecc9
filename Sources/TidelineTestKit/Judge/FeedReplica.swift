package import TidelineAPI
import TidelineCore

/// What a reader knows of a share after the rows it has seen.
package struct FeedReplica: Equatable, Sendable {
    private struct Thing: Equatable {
        var parent: String?
        var name: String
        var version: String?
    }

    private var things: [String: Thing] = [:]

    package init(_ entries: [SnapshotEntry] = []) { add(entries) }

    package mutating func add(_ entries: [SnapshotEntry]) {
        for entry in entries {
            things[entry.resourceID] = Thing(parent: entry.parentID, name: entry.name, version: entry.versionID)
        }
    }

    package mutating func take(_ row: ChangeBody) {
        guard row.resourceType != .share else { return }
        guard let name = row.newPath?.utf8.split(separator: UInt8(ascii: "/")).last else {
            remove(row.resourceID)
            return
        }
        things[row.resourceID] = Thing(
            parent: row.parentID, name: String(decoding: name, as: UTF8.self), version: row.versionID)
    }

    /// The things that differ, each with what it is here and there.
    package func differences(from other: FeedReplica) -> [String] {
        Set(things.keys).union(other.things.keys).sorted().filter { things[$0] != other.things[$0] }.map { id in
            "\(id) is \(shown(id)) / \(other.shown(id))"
        }
    }

    private func shown(_ id: String) -> String {
        things[id].map { "\($0.name) in \($0.parent ?? "the root") with \($0.version ?? "no version")" } ?? "nothing"
    }

    private mutating func remove(_ id: String) {
        things[id] = nil
        for (child, thing) in things where thing.parent == id { remove(child) }
    }
}
