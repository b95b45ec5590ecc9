import TidelineAPI
import TidelineCore

/// Settles one open conflict against how things are now.
struct Settling {
    private let conflict: Conflict
    private let tree: TreeEditor
    private let caller: Caller
    /// Names the conflicted copies.
    private let deviceName: String
    private let node: Node

    init(_ conflict: Conflict, _ tree: TreeEditor, _ caller: Caller) throws {
        self.conflict = conflict
        self.tree = tree
        self.caller = caller
        let device = try conflict.deviceID.flatMap { try tree.writer.device($0, of: conflict.userID) }
        deviceName = device?.name ?? "server"
        guard let node = try tree.node(conflict.nodeID) else { throw ServiceError.notFound("What was in conflict") }
        self.node = node
    }

    func settle(_ resolution: ConflictResolution, version: String?) throws -> ConflictBody {
        var copy: Node?
        if resolution == .manual {
            try takeMerged(version)
        } else {
            let settlement = Settlement(resolution, conflict.type, try times())
            copy = try carryOut(settlement)
        }
        var settled = conflict
        settled.status = .resolved
        settled.resolution = resolution
        settled.resolvedBy = caller.userID
        settled.resolvedAt = tree.now
        if let copy { settled.copyID = copy.id }
        try tree.writer.put(settled)
        if let node = try tree.node(node.id), node.head != self.node.head { try tree.closeMoot(node) }
        var folders = FolderPaths()
        return try ConflictBody(settled, tree.writer, &folders)
    }

    /// The client's time as recorded, and the server's of now.
    private func times() throws -> WritingTimes {
        var times = WritingTimes()
        times.client = conflict.writtenAt
        times.head = node.head?.writtenAt ?? node.placedAt
        times.place = node.placedAt
        times.removal = try tree.removal(of: node) ?? times.head
        if let wanted = conflict.wantedPlace {
            times.parentRemoval = try tree.folder(wanted.parent)?.removedAt ?? tree.now
            if let holder = try tree.holder(of: wanted, except: node.id) {
                times.holder = holder.head?.writtenAt ?? holder.placedAt
            }
        }
        return times
    }

    /// - Returns: the conflicted copy, where one was made.
    private func carryOut(_ settlement: Settlement) throws -> Node? {
        switch conflict.type {
        case .editEdit, .editDelete: return try settleContent(settlement)
        case .deleteEdit:
            if settlement == .clientWins, try tree.removal(of: node) == nil {
                try tree.trash(node, writtenAt: conflict.writtenAt)
            }
        case .nameCollision:
            if settlement == .clientWins { return try takeName() }
        case .moveMove:
            if settlement == .clientWins { try moveToWanted() }
        case .moveDelete, .parentDeleted:
            if settlement == .clientWins || settlement == .keepBoth { try moveToWanted() }
        case .cycle: break
        }
        return nil
    }

    // MARK: Content

    /// Which column applies depends on whether the file is in the trash now.
    private func settleContent(_ settlement: Settlement) throws -> Node? {
        let isTrashed = try tree.removal(of: node) != nil
        let local = try localVersion()
        guard let local, settlement != .serverWins else { return nil }
        if isTrashed {
            let back = try tree.bringBack(node, device: deviceName, writtenAt: conflict.writtenAt)
            if back.head?.content != local.content { _ = try tree.adopt(back, local) }
            return nil
        }
        guard node.head?.content != local.content else { return nil }
        guard settlement == .keepBoth else {
            _ = try tree.adopt(node, local)
            return nil
        }
        try requireRoom(local)
        let place = try tree.copyPlace(of: node.place, device: deviceName)
        return try tree.create(
            NodeID(.file, tree.newID()), at: place, try content(of: local), writtenAt: local.writtenAt)
    }

    private func localVersion() throws -> FileVersion? {
        guard let id = conflict.localVersionID else { return nil }
        return try tree.writer.version(id)
    }

    private func takeMerged(_ text: String?) throws {
        guard let text else { throw ServiceError.invalid(["query", "version_id"], "MANUAL needs the merged version") }
        guard let id = VersionID(text) else {
            throw ServiceError.invalid(["query", "version_id"], "must be the id of a version (ver_…)")
        }
        guard node.id.kind == .file else {
            throw ServiceError.invalid(["query", "version_id"], "a folder has no content; choose another resolution")
        }
        if let uploaded = try tree.writer.uploadedContent(id, of: caller, now: tree.now) {
            return try takeUploaded(uploaded)
        }
        guard let merged = try tree.writer.version(id), merged.tenantID == caller.tenantID,
            try tree.writer.member(caller.userID, of: merged.shareID) != nil,
            try tree.writer.share(merged.shareID)?.deletedAt == nil
        else { throw ServiceError.notFound("The version") }
        if merged.fileID != node.id { try requireRoom(merged) }
        var node = node
        if node.isEmptied {
            _ = try tree.bringBack(node, with: try content(of: merged), device: deviceName)
            return
        }
        if try tree.removal(of: node) != nil {
            node = try tree.bringBack(node, device: deviceName, writtenAt: tree.now)
        }
        guard node.head?.versionID != id else { return }
        _ = merged.fileID == node.id ? try tree.adopt(node, merged) : try tree.write(node, try content(of: merged))
    }

    private func takeUploaded(_ content: ProposedContent) throws {
        try tree.requireUsable(content, by: caller)
        try tree.requireRoom(for: content.content.size)
        let new = NewContent(
            proposed: content, modifiedAt: content.uploaded?.modifiedAt ?? tree.now, writtenAt: tree.now,
            baseVersionID: node.head?.versionID)
        if node.isEmptied {
            _ = try tree.bringBack(node, with: new, device: deviceName)
            return
        }
        let back = try tree.bringBack(node, device: deviceName, writtenAt: tree.now)
        guard back.head?.content != content.content else { return }
        _ = try tree.write(back, new)
    }

    private func content(of version: FileVersion) throws -> NewContent {
        let proposed = ProposedContent(
            content: version.content, mimeType: version.mimeType, chunks: try tree.writer.manifest(of: version.id))
        return NewContent(
            proposed: proposed, modifiedAt: version.modifiedAt, writtenAt: version.writtenAt, baseVersionID: nil)
    }

    private func requireRoom(_ version: FileVersion) throws {
        guard tree.hasRoom(for: version.content.size) else {
            throw ServiceError.noRoom(for: version.content.size)
        }
    }

    // MARK: Places

    /// The client's thing gets the name; what has it now becomes the conflicted copy.
    private func takeName() throws -> Node? {
        guard let wanted = conflict.wantedPlace, try tree.removal(of: node) == nil, node.place != wanted,
            try tree.folder(wanted.parent)?.removedAt == nil
        else { return nil }
        try checkLimits(at: wanted)
        var copy: Node?
        if let holder = try tree.holder(of: wanted, except: node.id) {
            let place = try tree.copyPlace(of: holder.place, device: deviceName)
            copy = try tree.move(holder, to: place, writtenAt: conflict.writtenAt)
        }
        _ = try tree.move(node, to: wanted, writtenAt: conflict.writtenAt)
        return copy
    }

    /// A place below the thing itself cannot be had any more; the server's stays.
    private func moveToWanted() throws {
        guard let wanted = conflict.wantedPlace, try !tree.isBelow(wanted.parent, node) else { return }
        try tree.requireContent(node)
        try checkLimits(at: wanted)
        try tree.restoreChain(to: wanted.parent, device: deviceName, writtenAt: conflict.writtenAt)
        guard let present = try tree.node(node.id) else { return }
        if present.place == wanted, try tree.removal(of: present) == nil { return }
        let place = try tree.freePlace(wanted, device: deviceName, except: node.id)
        _ = try tree.place(node, at: place, device: deviceName, writtenAt: conflict.writtenAt)
    }

    /// The wanted folder may lie elsewhere than it did.
    private func checkLimits(at wanted: Place) throws {
        guard let parent = try tree.folder(wanted.parent) else { return }
        do {
            try tree.checkLimits(of: wanted.name, in: parent)
            try tree.checkLimits(of: node, at: wanted)
        } catch let error as ServiceError {
            throw ServiceError.invalid(["query", "resolution"], error.detail)
        }
    }
}
