import TidelineCore

/// A row of the log before it has its wire form.
struct ChangeRow {
    enum Resource {
        case node(Node)
        /// A membership row names its member and role.
        case share(ShareID, member: UserID?, role: Role?)
    }

    var id: ChangeID
    var tenantID: TenantID
    var shareID: ShareID
    var resource: Resource
    var type: ChangeType
    var changedBy: UserID
    var changedAt: Timestamp
    var oldPath: String?
    var newPath: String?
    var position: Position
    var deviceID: String?
    /// Not on the wire: of a moved thing, where it was; nil for the root.
    var oldParent: NodeID?

    /// The members of `ChangeBody`, in its order.
    func wire() -> [UInt8] {
        var json = JSONWriter()
        json.openObject()
        json.member("id", id.description)
        json.member("tenant_id", tenantID.description)
        json.member("share_id", shareID.description)
        switch resource {
        case .node(let node):
            json.member("resource_type", node.id.kind.resourceType.rawValue)
            json.member("resource_id", node.id.description)
        case .share(let share, _, _):
            json.member("resource_type", ResourceType.share.rawValue)
            json.member("resource_id", share.description)
        }
        json.member("change_type", type.rawValue)
        json.member("changed_by", changedBy.description)
        json.member("changed_at", changedAt.rfc3339)
        json.member("old_path", oldPath)
        json.member("new_path", newPath)
        writeRest(&json)
        json.closeObject()
        return json.bytes
    }

    private func writeRest(_ json: inout JSONWriter) {
        var parent: NodeID?
        var head: Head?
        if case .node(let node) = resource {
            parent = node.place.parent
            head = node.head
        }
        json.member("version_id", head?.versionID.description)
        json.member("metadata")
        if case .share(_, let member, let role) = resource {
            json.openObject()
            if let member { json.member("user_id", member.description) }
            if let role { json.member("role", role.rawValue) }
            json.closeObject()
        } else {
            json.metadata(of: head)
        }
        json.member("position", position.value)
        json.member("parent_id", parent?.description)
        json.member("device_id", deviceID)
    }
}

extension JSONWriter {
    /// An empty object for folders.
    mutating func metadata(of head: Head?) {
        openObject()
        if let head {
            member("size", head.content.size)
            member("mime_type", head.mimeType)
            member("checksum_sha256", head.content.checksum.hex)
            member("modified_at", head.modifiedAt.rfc3339)
            member("executable", head.content.executable)
        }
        closeObject()
    }
}

/// A `SnapshotEntry` in wire form.
func snapshotEntryWire(_ node: Node, path: String) -> [UInt8] {
    var json = JSONWriter()
    json.openObject()
    json.member("resource_type", node.id.kind.resourceType.rawValue)
    json.member("resource_id", node.id.description)
    json.member("parent_id", node.place.parent?.description)
    json.member("path", path)
    json.member("name", node.place.name.text)
    json.member("version_id", node.head?.versionID.description)
    json.member("metadata")
    json.metadata(of: node.head)
    json.closeObject()
    return json.bytes
}
