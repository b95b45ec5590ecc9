import Testing
import TidelineAPI
import TidelineCore
import TidelineTestKit

@testable import TidelineService

struct WireTests {
    private let tenant = TenantID(ULID(high: 1, low: 2))
    private let share = ShareID(ULID(high: 3, low: 4))
    private let user = UserID(ULID(high: 5, low: 6))

    private func row(_ resource: ChangeRow.Resource, old: String?, new: String?, device: String?) -> ChangeRow {
        ChangeRow(
            id: ChangeID(ULID(high: 7, low: 8)), tenantID: tenant, shareID: share, resource: resource, type: .updated,
            changedBy: user, changedAt: Timestamp(seconds: 1_776_931_200), oldPath: old, newPath: new,
            position: Position(epoch: 2, sequence: 9), deviceID: device)
    }

    private func node(_ name: String, head: Head?) throws -> Node {
        Node(
            id: NodeID(head == nil ? .folder : .file, ULID(high: 9, low: 9)), tenantID: tenant, shareID: share,
            place: Place(parent: NodeID(.folder, ULID(high: 1, low: 1)), name: try NodeName(name)), head: head,
            changedPosition: .start, placedPosition: .start, placedAt: Timestamp(seconds: 0), changedBy: user,
            changedByDevice: nil, trashedAt: nil, createdAt: Timestamp(seconds: 0))
    }

    @Test(arguments: [
        "plain.txt", "quote\".txt", "back\\slash", "tab\tnewline\nreturn\r", "bell\u{7}", "ümlaut", "🎈 emoji",
        "e\u{301}",
    ])
    func `a file's row decodes to the change it was written from`(name: String) throws {
        let content = Content(checksum: Digest(of: [1]), size: 5, executable: true)
        let head = Head(
            versionID: VersionID(ULID(high: 4, low: 4)), content: content, mimeType: "text/plain",
            modifiedAt: Timestamp(milliseconds: 1_500), writtenAt: Timestamp(seconds: 0))
        let node = try node(name, head: head)
        let wire = row(.node(node), old: "/a/" + name, new: nil, device: "d\"1").wire()
        let body = try JSONBytes.decode(ChangeBody.self, from: wire)
        #expect(
            body
                == ChangeBody(
                    id: "\(ChangeID(ULID(high: 7, low: 8)))", tenantID: "\(tenant)",
                    shareID: "\(share)", resourceType: .file, resourceID: "\(node.id)", changeType: .updated,
                    changedBy: "\(user)", changedAt: "2026-04-23T08:00:00Z", oldPath: "/a/" + name, newPath: nil,
                    versionID: "\(head.versionID)",
                    metadata: NodeMetadata(
                        size: 5, mimeType: "text/plain", checksumSHA256: content.checksum.hex,
                        modifiedAt: "1970-01-01T00:00:01.500Z", executable: true),
                    position: 2 << 32 | 9, parentID: node.place.parent?.description, deviceID: "d\"1"))
    }

    @Test(arguments: [#"d","parent_id":"fld_00000000000000000000000000","#, #"","change_type":"moved"#, "plain"])
    func `what a row is about is read from it, whatever texts it holds`(text: String) throws {
        let node = try node("f", head: nil)
        let old = NodeID(.folder, ULID(high: 2, low: 2))
        func subject(_ row: ChangeRow) -> RowSubject? {
            RowSubject(
                LoggedChange(
                    tenantID: tenant, position: row.position, shareID: share, audience: nil, changedAt: row.changedAt,
                    oldParent: old, wire: row.wire()))
        }
        let found = try #require(subject(row(.node(node), old: "/" + text, new: "/" + text, device: text)))
        #expect(found.type == .updated && found.node == node.id)
        #expect(found.parent == node.place.parent && found.oldParent == old)
        var atRoot = node
        atRoot.place.parent = nil
        #expect(subject(row(.node(atRoot), old: nil, new: "/" + text, device: text))?.parent == nil)
        let shares = try #require(
            subject(row(.share(share, member: user, role: .reader), old: nil, new: text, device: nil)))
        #expect(shares.node == nil && shares.parent == nil)
    }

    @Test func `a folder's row has empty metadata and every other member, null where there is no value`() throws {
        let wire = row(.node(try node("f", head: nil)), old: nil, new: "/f", device: nil).wire()
        let text = String(decoding: wire, as: UTF8.self)
        for part in ["\"metadata\":{}", "\"old_path\":null", "\"version_id\":null", "\"device_id\":null"] {
            #expect(text.contains(part))
        }
    }

    @Test func `a membership's row names its member and role`() throws {
        let wire = row(.share(share, member: user, role: .reader), old: nil, new: "/Team", device: nil).wire()
        let body = try JSONBytes.decode(ChangeBody.self, from: wire)
        #expect(body.resourceType == .share && body.resourceID == "\(share)")
        #expect(body.metadata == NodeMetadata(userID: "\(user)", role: .reader))
    }
}
