import TidelineAPI
import TidelineCore
import TidelineTestKit

/// Counts up in a fixed, well-mixed order. Source: Sebastiano Vigna, splitmix64.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A change of something, sensible or not.
func anyChange(_ ids: [String], _ text: String, _ desk: Desk, _ dice: inout Dice) async throws
    -> ProposedChangeBody
{
    let names = ["a", "b", "c", "A", "d.txt", ".tidelineignore"]
    let folders = ids.filter { $0.hasPrefix("fld") }
    let parent = folders.randomElement(using: &dice).map { ParentReference.folder($0) } ?? .root
    let name = names.randomElement(using: &dice)!
    let id = ids.randomElement(using: &dice)
    let type = id?.hasPrefix("fld") == true ? "folder" : "file"
    switch Int.random(in: 0..<10, using: &dice) {
    case 0...2:
        return ProposedChangeBody(resourceType: "folder", changeType: "created", parentID: parent, name: name)
    case 3...4:
        return ProposedChangeBody(
            resourceType: "file", changeType: "created", parentID: Bool.random(using: &dice) ? .root : parent,
            name: name, metadata: try await desk.send(text))
    case 5:
        return ProposedChangeBody(
            resourceType: "file", resourceID: id, changeType: "updated", metadata: try await desk.send(text))
    case 6...8:
        return ProposedChangeBody(
            resourceType: type, resourceID: id, changeType: "moved", parentID: parent, name: name)
    default: return ProposedChangeBody(resourceType: type, resourceID: id, changeType: "deleted")
    }
}
