package import TidelineAPI
import TidelineCore

/// What each device of a user syncs.
package struct Preferences: Sendable {
    let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    /// One for each share that the caller may READ, by the share's name; where nothing was chosen, the defaults.
    package func list(_ caller: Caller, device: String) async throws -> [PreferenceBody] {
        try await context.store.read { try bodies(caller, device, $0) }
    }

    /// What the patch leaves out stays. Tells the device, and has it read the share anew when it syncs more from now on.
    package func update(_ caller: Caller, device: String, share: String, _ patch: PreferencePatchBody) async throws
        -> PreferenceBody
    {
        try await edit(caller, device) { editor, writer in
            let preference = try editor.set(patch, share: share, at: ["body"])
            var folders = FolderPaths()
            return try PreferenceBody(preference, writer, &folders)
        }
    }

    /// All patches or, when one is refused, none. Answers as ``list(_:device:)`` does.
    package func update(_ caller: Caller, device: String, _ body: PreferencesPatchBody) async throws
        -> [PreferenceBody]
    {
        guard body.preferences.count <= Limits.preferencesPerRequestMax else {
            throw ServiceError.invalid(
                ["body", "preferences"],
                "may have at most \(Limits.preferencesPerRequestMax) entries (preferencesPerRequestMax)")
        }
        return try await edit(caller, device) { editor, writer in
            var seen: Set<String> = []
            for (index, item) in body.preferences.enumerated() {
                let location = ["body", "preferences", String(index)]
                guard seen.insert(item.shareID).inserted else {
                    throw ServiceError.invalid(location + ["share_id"], "stands here twice")
                }
                _ = try editor.set(item.patch, share: item.shareID, at: location)
            }
            return try bodies(caller, device, writer)
        }
    }

    private func edit<T: Sendable>(
        _ caller: Caller, _ device: String,
        _ body: @escaping @Sendable (PreferenceEditor, any MetadataWriter) throws -> T
    ) async throws -> T {
        let now = context.clock.now()
        let (answer, events) = try await context.store.write { writer in
            let editor = try PreferenceEditor(writer, caller, device: device, now: now)
            return (try body(editor, writer), editor.events)
        }
        context.events.publish(events)
        return answer
    }

    private func bodies(_ caller: Caller, _ device: String, _ reader: any MetadataReader) throws -> [PreferenceBody] {
        let device = try reader.knownDevice(device, of: caller)
        let chosen = try reader.preferences(of: device.deviceID, user: caller.userID)
        let byShare = Dictionary(uniqueKeysWithValues: chosen.map { ($0.shareID, $0) })
        var folders = FolderPaths()
        return try reader.shares(of: caller.userID).map { share, _ in
            guard let preference = byShare[share.id] else {
                return PreferenceBody(
                    deviceID: device.deviceID, shareID: share.id.description, syncEnabled: true)
            }
            return try PreferenceBody(preference, reader, &folders)
        }
    }
}

extension PreferenceBody {
    fileprivate init(_ preference: SyncPreference, _ reader: any MetadataReader, _ folders: inout FolderPaths) throws {
        func text(_ folder: NodeID) throws -> String {
            guard let info = try folders.info(folder, in: reader), info.removedAt == nil else {
                return folder.description
            }
            return info.path
        }
        self.init(
            deviceID: preference.deviceID, shareID: preference.shareID.description,
            syncEnabled: preference.isEnabled, selectedFolders: try preference.selected.map(text),
            excludedFolders: try preference.excluded.map(text),
            selectedFolderIDs: preference.selected.map(\.description),
            excludedFolderIDs: preference.excluded.map(\.description), updatedAt: preference.updatedAt.rfc3339)
    }
}
