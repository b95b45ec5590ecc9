import TidelineCore

/// Changes one share's tree within one transaction: each change writes its nodes, versions and rows together.
///
/// It decides nothing: callers have checked permission, limits and that a place is fit before they call.
final class TreeEditor {
    let writer: any MetadataWriter
    let share: Share
    let userID: UserID
    let deviceID: String?
    let now: Timestamp
    private let ids: any ULIDSource
    private var folders = FolderPaths()
    private(set) var rows: [LoggedChange] = []
    /// Of the last row written.
    private(set) var lastRow: (id: ChangeID, position: Position, type: ChangeType)?
    /// Sizes of the versions inserted here, in bytes.
    private var newBytes: Int64 = 0

    init(
        _ writer: any MetadataWriter, share: Share, userID: UserID, deviceID: String?, now: Timestamp,
        ids: any ULIDSource
    ) {
        self.writer = writer
        self.share = share
        self.userID = userID
        self.deviceID = deviceID
        self.now = now
        self.ids = ids
    }

    // MARK: Looking

    func newID() -> ULID { ids.next() }

    /// A thing of this share.
    func node(_ id: NodeID) throws -> Node? {
        guard let node = try writer.node(id), node.shareID == share.id else { return nil }
        return node
    }

    /// nil when there is no such folder in this share.
    func folder(_ id: NodeID?) throws -> FolderInfo? {
        guard let info = try folders.info(id, in: writer), id == nil || info.shareID == share.id else { return nil }
        return info
    }

    func path(of place: Place) throws -> String {
        guard let parent = try folders.info(place.parent, in: writer) else {
            preconditionFailure("a node's parents are there")
        }
        return parent.path(of: place.name)
    }

    /// When the thing, or else the nearest trashed folder above it, was removed; nil while it is live.
    func removal(of node: Node) throws -> Timestamp? {
        node.trashedAt != nil ? node.placedAt : try folders.info(node.place.parent, in: writer)?.removedAt
    }

    func holder(of place: Place, except id: NodeID? = nil) throws -> Node? {
        let node = try writer.child(of: place.parent, in: share.id, key: place.name.key)
        return node?.id == id ? nil : node
    }

    /// The place itself, or a conflicted copy's beside it when something else has the name.
    func freePlace(_ place: Place, device: String, except id: NodeID? = nil) throws -> Place {
        try holder(of: place, except: id) == nil ? place : copyPlace(of: place, device: device)
    }

    func copyPlace(of place: Place, device: String) throws -> Place {
        let name = try conflictedCopyName(of: place.name, device: device, day: now.dateText) { name in
            try holder(of: Place(parent: place.parent, name: name)) != nil
        }
        return Place(parent: place.parent, name: name)
    }

    /// Whether the share's quota has room for a version of this size.
    func hasRoom(for bytes: Int64) -> Bool {
        share.quotaBytes.map { share.usedBytes + newBytes + bytes <= $0 } ?? true
    }

    // MARK: Changing

    /// - Parameter inTrash: makes it there, unseen by readers of the log.
    func create(
        _ id: NodeID, at place: Place, _ content: NewContent?, inTrash: Bool = false, writtenAt: Timestamp
    ) throws -> Node {
        var node = Node(
            id: id, tenantID: share.tenantID, shareID: share.id, place: place, head: nil, changedPosition: .start,
            placedPosition: .start, placedAt: writtenAt, changedBy: userID, changedByDevice: deviceID,
            trashedAt: inTrash ? now : nil, createdAt: now, placedBy: userID, placedByDevice: deviceID)
        let version = content.map { makeVersion($0, of: id, number: 1, name: place.name) }
        node.head = version.map { Head($0) }
        if inTrash {
            node.changedPosition = try writer.log(of: share.tenantID).head
            node.placedPosition = node.changedPosition
            if node.head != nil { node.headPosition = node.changedPosition }
            try writer.put(node)
        } else {
            try log(
                &node, .created, from: nil, to: try path(of: place), isPlacing: true, isWriting: node.head != nil)
        }
        if let version, let content { try insert(version, content) }
        return node
    }

    /// Makes the content the head.
    func write(_ node: Node, _ content: NewContent) throws -> Node {
        let version = makeVersion(content, of: node.id, number: try nextNumber(node), name: node.place.name)
        try insert(version, content)
        return try adopt(node, version)
    }

    /// Keeps the content as a version that is not the head, unless the file has no other.
    func keepAside(_ node: Node, _ content: NewContent) throws -> VersionID {
        if node.isEmptied { return try refill(node, content).versionID }
        let version = makeVersion(content, of: node.id, number: try nextNumber(node), name: node.place.name)
        try insert(version, content)
        return version.id
    }

    /// Gives content to a file in the trash that has none left, unseen by readers of the log.
    private func refill(_ node: Node, _ content: NewContent) throws -> Head {
        var node = node
        let version = makeVersion(content, of: node.id, number: try nextNumber(node), name: node.place.name)
        let head = Head(version)
        node.head = head
        node.headPosition = try writer.log(of: share.tenantID).head
        node.purgedAt = nil
        try insert(version, content)
        try writer.put(node)
        return head
    }

    /// Makes a version that the file has already its head.
    func adopt(_ node: Node, _ version: FileVersion) throws -> Node {
        var node = node
        node.head = Head(version)
        let path = try path(of: node.place)
        try log(&node, .updated, from: path, to: path, isPlacing: false, isWriting: true)
        return node
    }

    func move(_ node: Node, to place: Place, writtenAt: Timestamp) throws -> Node {
        var node = node
        let old = try path(of: node.place)
        let oldParent = node.place.parent
        let type: ChangeType = oldParent == place.parent ? .renamed : .moved
        node.place = place
        node.placedAt = writtenAt
        try log(
            &node, type, from: old, to: try path(of: place), isPlacing: true,
            oldParent: type == .moved ? oldParent : nil)
        forgetPaths(below: node)
        return node
    }

    /// The thing goes to the trash, with everything below it; one row whatever it holds.
    func trash(_ node: Node, writtenAt: Timestamp) throws {
        var node = node
        node.trashedAt = now
        node.placedAt = writtenAt
        try log(&node, .deleted, from: try path(of: node.place), to: nil, isPlacing: true)
        forgetPaths(below: node)
    }

    // MARK: Rows

    /// Puts the node with its new positions, and its row.
    func log(
        _ node: inout Node, _ type: ChangeType, from old: String?, to new: String?, isPlacing: Bool,
        isWriting: Bool = false, oldParent: NodeID? = nil
    ) throws {
        let position = try writer.takePosition(of: share.tenantID)
        node.changedPosition = position
        if isPlacing {
            node.placedPosition = position
            node.placedBy = userID
            node.placedByDevice = deviceID
        }
        if isWriting { node.headPosition = position }
        node.changedBy = userID
        node.changedByDevice = deviceID
        try writer.put(node)
        let row = ChangeRow(
            id: ChangeID(ids.next()), tenantID: share.tenantID, shareID: share.id, resource: .node(node), type: type,
            changedBy: userID, changedAt: now, oldPath: old, newPath: new, position: position, deviceID: deviceID,
            oldParent: oldParent)
        rows.append(try writer.append(row))
        lastRow = (row.id, position, type)
    }

    /// After a folder's place changed.
    func forgetPaths(below node: Node) {
        if node.id.kind == .folder { folders.forget() }
    }

    // MARK: Versions

    private func makeVersion(_ new: NewContent, of file: NodeID, number: Int, name: NodeName) -> FileVersion {
        FileVersion(
            id: new.proposed.uploaded?.versionID ?? VersionID(ids.next()), tenantID: share.tenantID, shareID: share.id,
            fileID: file, number: number,
            content: new.proposed.content, mimeType: new.proposed.mimeType ?? mimeType(of: name),
            modifiedAt: new.modifiedAt, writtenAt: new.writtenAt, createdBy: userID, deviceID: deviceID, createdAt: now,
            baseVersionID: new.baseVersionID)
    }

    private func insert(_ version: FileVersion, _ new: NewContent) throws {
        do {
            try writer.insert(version, manifest: new.proposed.chunks)
        } catch ConstraintError.contentTaken {
            let taken = try writer.taken(new.proposed.chunks.map(\.hash), in: share.tenantID)
            throw ServiceError.missingContent(taken)
        }
        newBytes += version.content.size
        if let uploaded = new.proposed.uploaded { try markUsed(uploaded) }
    }

    private func nextNumber(_ node: Node) throws -> Int {
        try (writer.versions(of: node.id, before: nil, limit: 1).first?.number ?? 0) + 1
    }
}

/// A version to be.
struct NewContent {
    var proposed: ProposedContent
    /// As the writer says.
    var modifiedAt: Timestamp
    /// The same, corrected for skew.
    var writtenAt: Timestamp
    var baseVersionID: VersionID?
}
