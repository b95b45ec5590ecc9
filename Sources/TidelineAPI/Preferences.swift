/// What a device syncs of one share. Folders are paths of today, or their ids while they are in the trash or gone.
public struct PreferenceBody: Codable, Sendable, Hashable {
    public var deviceID: String
    public var shareID: String
    public var syncEnabled: Bool
    /// Empty means the whole share.
    public var selectedFolders: [String]
    public var excludedFolders: [String]
    /// The same folders by id, in the same order.
    public var selectedFolderIDs: [String]
    public var excludedFolderIDs: [String]
    /// null until the preference was set.
    @OrNull public var updatedAt: String?

    public init(
        deviceID: String, shareID: String, syncEnabled: Bool, selectedFolders: [String] = [],
        excludedFolders: [String] = [], selectedFolderIDs: [String] = [], excludedFolderIDs: [String] = [],
        updatedAt: String? = nil
    ) {
        self.deviceID = deviceID
        self.shareID = shareID
        self.syncEnabled = syncEnabled
        self.selectedFolders = selectedFolders
        self.excludedFolders = excludedFolders
        self.selectedFolderIDs = selectedFolderIDs
        self.excludedFolderIDs = excludedFolderIDs
        self.updatedAt = updatedAt
    }

    enum CodingKeys: String, CodingKey {
        case deviceID = "device_id"
        case shareID = "share_id"
        case syncEnabled = "sync_enabled"
        case selectedFolders = "selected_folders"
        case excludedFolders = "excluded_folders"
        case selectedFolderIDs = "selected_folder_ids"
        case excludedFolderIDs = "excluded_folder_ids"
        case updatedAt = "updated_at"
    }
}

/// `PUT devices/{id}/preferences/{share_id}`. What is left out stays as it is. A folder is a path or an id (`fld_…`).
public struct PreferencePatchBody: Codable, Sendable, Hashable {
    public var syncEnabled: Bool?
    public var selectedFolders: [String]?
    public var excludedFolders: [String]?

    public init(syncEnabled: Bool? = nil, selectedFolders: [String]? = nil, excludedFolders: [String]? = nil) {
        self.syncEnabled = syncEnabled
        self.selectedFolders = selectedFolders
        self.excludedFolders = excludedFolders
    }

    enum CodingKeys: String, CodingKey {
        case syncEnabled = "sync_enabled"
        case selectedFolders = "selected_folders"
        case excludedFolders = "excluded_folders"
    }
}

/// `PUT devices/{id}/preferences`: all of them, or none.
public struct PreferencesPatchBody: Codable, Sendable, Hashable {
    /// A patch and the share that it is about.
    public struct Item: Codable, Sendable, Hashable {
        public var shareID: String
        public var patch: PreferencePatchBody

        public init(shareID: String, patch: PreferencePatchBody) {
            self.shareID = shareID
            self.patch = patch
        }

        public init(from decoder: any Decoder) throws {
            shareID = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .shareID)
            patch = try PreferencePatchBody(from: decoder)
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(shareID, forKey: .shareID)
            try patch.encode(to: encoder)
        }

        enum CodingKeys: String, CodingKey {
            case shareID = "share_id"
        }
    }

    public var preferences: [Item]

    public init(preferences: [Item]) { self.preferences = preferences }
}
