package import TidelineAPI
import TidelineCore

/// A row of the log, or an entry of a snapshot, as far as it can be read: one that makes no sense spoils no other.
package struct Told<Body: ToldBody>: Decodable, Sendable {
    let body: Result<Body, Unreadable>

    package init(from decoder: any Decoder) {
        do { body = .success(try Body(from: decoder)) } catch {
            body = .failure(Unreadable(parts: ToldParts(decoder), problem: explanation(of: error)))
        }
    }

    var parts: ToldParts {
        switch body {
        case .success(let body): body.parts
        case .failure(let unreadable): unreadable.parts
        }
    }
}

struct Unreadable: Error {
    let parts: ToldParts
    let problem: String
}

/// What even a malformed row may say of its thing.
package struct ToldParts: Sendable {
    var type: String?
    var id: String?
    /// Nil where it says nothing of a parent; an inner nil is the root.
    var parent: String??
    /// Its path or name.
    var path: String?

    private enum CodingKeys: String, CodingKey {
        case type = "resource_type"
        case id = "resource_id"
        case parent = "parent_id"
        case newPath = "new_path"
        case path
    }

    init(type: String?, id: String?, parent: String??, path: String?) {
        self.type = type
        self.id = id
        self.parent = parent
        self.path = path
    }

    init(_ decoder: any Decoder) {
        guard let members = try? decoder.container(keyedBy: CodingKeys.self) else { return }
        type = try? members.decode(String.self, forKey: .type)
        id = try? members.decode(String.self, forKey: .id)
        parent = try? members.decode(String?.self, forKey: .parent)
        path = (try? members.decode(String.self, forKey: .newPath)) ?? (try? members.decode(String.self, forKey: .path))
    }
}

package protocol ToldBody: Decodable, Sendable {
    var parts: ToldParts { get }
}

extension ChangeBody: ToldBody {
    package var parts: ToldParts {
        ToldParts(type: resourceType.rawValue, id: resourceID, parent: .some(parentID), path: newPath)
    }
}

extension SnapshotEntry: ToldBody {
    package var parts: ToldParts {
        ToldParts(type: resourceType.rawValue, id: resourceID, parent: .some(parentID), path: path)
    }
}

/// ``ChangesPage`` with what can be read of its rows.
package struct ToldPage: Decodable, Sendable {
    let changes: [Told<ChangeBody>]
    let cursor: Int64
    let hasMore: Bool

    private enum CodingKeys: String, CodingKey {
        case changes
        case cursor
        case hasMore = "has_more"
    }
}
