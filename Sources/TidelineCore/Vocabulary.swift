// The words of the wire contract. Raw values are what travels.

public enum ResourceType: String, Codable, Sendable, CaseIterable {
    case file, folder, share
}

public enum ChangeType: String, Codable, Sendable, CaseIterable {
    case created, updated, deleted, moved, renamed
}

/// The strategy of an `apply` or of resolving a conflict later.
public enum ConflictResolution: String, Codable, Sendable, CaseIterable {
    case lastWriterWins = "LAST_WRITER_WINS"
    case keepBoth = "KEEP_BOTH"
    case serverWins = "SERVER_WINS"
    case clientWins = "CLIENT_WINS"
    case manual = "MANUAL"
}

public enum ConflictType: String, Codable, Sendable, CaseIterable {
    case editEdit = "edit_edit"
    case editDelete = "edit_delete"
    case deleteEdit = "delete_edit"
    case nameCollision = "name_collision"
    case moveMove = "move_move"
    case moveDelete = "move_delete"
    case parentDeleted = "parent_deleted"
    case cycle
}

public enum ConflictStatus: String, Codable, Sendable, CaseIterable {
    case open, resolved
}

/// What became of one applied change.
public enum ApplyOutcome: String, Codable, Sendable, CaseIterable {
    case applied, unchanged, merged, renamed, replayed
}

public enum DevicePlatform: String, Codable, Sendable, CaseIterable {
    case windows, macos, linux, ios, android, web, cli
}

public enum Role: String, Codable, Sendable, CaseIterable {
    case reader, contributor, admin, owner
}

public enum UserStatus: String, Codable, Sendable, CaseIterable {
    case active, suspended
}
