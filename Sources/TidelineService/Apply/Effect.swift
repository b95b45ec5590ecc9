import Foundation
import TidelineAPI
import TidelineCore

/// What one change led to.
struct Effect {
    var applied: AppliedBody?
    var conflict: ConflictBody?
    /// The thing that took in the one the client named.
    var mergedInto: NodeID?
    /// It goes to `rejected` beside its conflict.
    var isRejected = false
}

/// An ``Effect`` as it is kept for retries.
struct RememberedOutcome: Decodable {
    var applied: AppliedBody?
    var conflict: ConflictBody?
    var mergedInto: String?

    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// By hand where it is common; conflicts are rare enough for an encoder.
    static func encode(_ effect: Effect) throws -> [UInt8] {
        var json = JSONWriter()
        json.openObject()
        if let applied = effect.applied {
            json.member("applied")
            json.write(applied)
        }
        if let conflict = effect.conflict { json.member("conflict", raw: Array(try JSONEncoder().encode(conflict))) }
        if let merged = effect.mergedInto { json.member("mergedInto", merged.description) }
        json.closeObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ applied: AppliedBody) {
        openObject()
        member("client_change_id", applied.clientChangeID)
        member("resource_type", applied.resourceType.rawValue)
        member("resource_id", applied.resourceID)
        member("change_type", applied.changeType.rawValue)
        member("change_id", applied.changeID)
        member("position", applied.position)
        member("version_id", applied.versionID)
        member("path", applied.path)
        member("outcome", applied.outcome.rawValue)
        closeObject()
    }
}
