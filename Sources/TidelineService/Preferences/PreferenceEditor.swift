import TidelineAPI
import TidelineCore

/// Changes what one device syncs, within one transaction.
final class PreferenceEditor {
    private let writer: any MetadataWriter
    private let caller: Caller
    private let device: String
    private let now: Timestamp
    private var folders = FolderPaths()
    /// To be published after the commit.
    private(set) var events: [LiveEvent] = []

    /// Throws `NOT_FOUND` for a device that the caller does not have.
    init(_ writer: any MetadataWriter, _ caller: Caller, device: String, now: Timestamp) throws {
        self.writer = writer
        self.caller = caller
        self.device = try writer.knownDevice(device, of: caller).deviceID
        self.now = now
    }

    /// - Parameter location: where the patch stands in the request, for errors.
    func set(_ patch: PreferencePatchBody, share text: String, at location: [String]) throws -> SyncPreference {
        let share = try writer.access(caller, share: text).share.id
        let stored = try writer.preference(of: device, user: caller.userID, share: share)
        let old =
            stored
            ?? SyncPreference(
                userID: caller.userID, deviceID: device, shareID: share, isEnabled: true, selected: [], excluded: [],
                updatedAt: now)
        var new = old
        if let isEnabled = patch.syncEnabled { new.isEnabled = isEnabled }
        if let texts = patch.selectedFolders { new.selected = try find(texts, old, location + ["selected_folders"]) }
        if let texts = patch.excludedFolders { new.excluded = try find(texts, old, location + ["excluded_folders"]) }
        guard new != old || stored == nil else { return old }
        new.updatedAt = now
        try writer.put(new)
        try tell(of: new, instead: old)
        return new
    }

    private func tell(of new: SyncPreference, instead old: SyncPreference) throws {
        events.append(
            .preferencesUpdated(tenant: caller.tenantID, user: caller.userID, device: device, share: new.shareID))
        let parents = FolderParents(writer)
        guard try FolderFilter(new, parents).isWider(than: FolderFilter(old, parents)) else { return }
        let reference = DeviceReference(userID: caller.userID, deviceID: device)
        events.append(.forceSync(tenant: caller.tenantID, share: new.shareID, only: reference))
    }

    // MARK: Folders

    /// Without repeats, in the given order.
    private func find(_ texts: [String], _ old: SyncPreference, _ location: [String]) throws -> [NodeID] {
        guard texts.count <= Limits.preferenceFoldersMax else {
            throw ServiceError.invalid(
                location, "may name at most \(Limits.preferenceFoldersMax) folders (preferenceFoldersMax)")
        }
        let kept = Set(old.selected + old.excluded)
        var seen: Set<NodeID> = []
        return try texts.enumerated().compactMap { index, text in
            let id = try find(text, in: old.shareID, kept: kept, location + [String(index)])
            return seen.insert(id).inserted ? id : nil
        }
    }

    private func find(_ text: String, in share: ShareID, kept: Set<NodeID>, _ location: [String]) throws -> NodeID {
        guard text != "/" else {
            throw ServiceError.invalid(
                location, "is the whole share; leave selected_folders empty, or set sync_enabled to false")
        }
        let isPath = text.utf8.first == UInt8(ascii: "/")
        guard let id = try isPath ? folder(at: text, in: share) : folder(named: text, in: share, kept: kept) else {
            throw ServiceError.invalid(
                location, "is no folder of this share; give a path such as /Projects, or an id (fld_…)")
        }
        return id
    }

    private func folder(at text: String, in share: ShareID) throws -> NodeID? {
        guard let path = try? NodePath(parsing: text) else { return nil }
        var folder: NodeID?
        for name in path.names {
            guard let node = try writer.child(of: folder, in: share, key: name.key), node.id.kind == .folder else {
                return nil
            }
            folder = node.id
        }
        return folder
    }

    /// One that was chosen before may stay chosen, whatever became of it.
    private func folder(named text: String, in share: ShareID, kept: Set<NodeID>) throws -> NodeID? {
        guard let id = NodeID(text), id.kind == .folder else { return nil }
        if kept.contains(id) { return id }
        guard let info = try folders.info(id, in: writer), info.shareID == share, info.removedAt == nil else {
            return nil
        }
        return id
    }
}
