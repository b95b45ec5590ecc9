/// The statements whose plans a test guards: all of them must stay index look-ups however much is stored.
enum HotSQL {
    private static let nodeColumns = """
        nodes.id, nodes.tenant_id, nodes.share_id, nodes.parent_id, nodes.name, head_version_id, head_checksum,
        head_size, head_executable, head_mime_type, head_modified_at, head_written_at, changed_position,
        placed_position, placed_at, changed_by, changed_by_device, trashed_at, purged_at, nodes.created_at, placed_by,
        placed_by_device, head_position
        """

    // MARK: Tree

    static let node = "SELECT \(nodeColumns) FROM nodes WHERE id = ?"

    static let parent = "SELECT parent_id FROM nodes WHERE id = ?"

    static let child = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_by_live_name
        WHERE share_id = ? AND ifnull(parent_id, '') = ? AND name_key = ? AND trashed_at IS NULL
        """

    static let children = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_by_live_name
        WHERE share_id = ? AND ifnull(parent_id, '') = ? AND trashed_at IS NULL ORDER BY name_key
        """

    static let childrenAfter = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_by_live_name
        WHERE share_id = ? AND ifnull(parent_id, '') = ? AND name_key > ? AND trashed_at IS NULL
        ORDER BY name_key LIMIT ?
        """

    static let trashed = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_trashed
        WHERE share_id = ? AND trashed_at IS NOT NULL AND purged_at IS NULL AND (trashed_at, id) < (?, ?)
        ORDER BY trashed_at DESC, id DESC LIMIT ?
        """

    /// Breadth first, so parents come before children. The plus takes the column's affinity away: compared as TEXT, the
    /// index on an expression would not be used.
    static let descendants = """
        WITH RECURSIVE below (depth, share_id, id) AS (
            SELECT 0, share_id, id FROM nodes WHERE id = ?
            UNION ALL
            SELECT depth + 1, nodes.share_id, nodes.id
            FROM below CROSS JOIN nodes INDEXED BY nodes_by_live_name
                ON nodes.share_id = below.share_id AND ifnull(nodes.parent_id, '') = +below.id
                AND nodes.trashed_at IS NULL
        )
        SELECT \(nodeColumns) FROM below CROSS JOIN nodes ON nodes.id = below.id WHERE depth > 0 ORDER BY depth
        """

    /// Steps from folder to folder, within the index alone: ids of files sort before those of folders.
    static let levels = """
        WITH RECURSIVE below (depth, share_id, id) AS (
            SELECT 0, share_id, id FROM nodes WHERE id = ?
            UNION ALL
            SELECT depth + 1, nodes.share_id, nodes.id
            FROM below CROSS JOIN nodes INDEXED BY nodes_by_live_name
                ON nodes.share_id = below.share_id AND ifnull(nodes.parent_id, '') = +below.id
                AND nodes.trashed_at IS NULL AND +nodes.id >= 'fld_'
        )
        SELECT max(depth + EXISTS (
            SELECT 1 FROM nodes INDEXED BY nodes_by_live_name
            WHERE share_id = below.share_id AND ifnull(parent_id, '') = +below.id AND trashed_at IS NULL
        )) FROM below
        """

    /// Ends after so many rows, the folder itself among them.
    static let longestPath = """
        WITH RECURSIVE below (bytes, share_id, id) AS (
            SELECT 0, share_id, id FROM nodes WHERE id = ?
            UNION ALL
            SELECT bytes + 1 + length(CAST(nodes.name AS BLOB)), nodes.share_id, nodes.id
            FROM below CROSS JOIN nodes INDEXED BY nodes_by_live_name
                ON nodes.share_id = below.share_id AND ifnull(nodes.parent_id, '') = +below.id
                AND nodes.trashed_at IS NULL
            LIMIT ?
        )
        SELECT max(bytes), count(*) FROM below
        """

    static let liveNodes = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_live
        WHERE share_id = ? AND id > ? AND trashed_at IS NULL ORDER BY id LIMIT ?
        """

    static let changedNodes = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_by_change
        WHERE share_id = ? AND changed_position > ? ORDER BY changed_position, id LIMIT ?
        """

    static let putNode = upsert(
        "nodes", key: ["id"], fixed: ["tenant_id", "share_id", "created_at"],
        columns: [
            "parent_id", "name", "name_key", "changed_position", "placed_position", "placed_at", "changed_by",
            "changed_by_device", "trashed_at", "purged_at", "head_version_id", "head_checksum", "head_size",
            "head_executable", "head_mime_type", "head_modified_at", "head_written_at", "placed_by", "placed_by_device",
            "head_position",
        ])

    // MARK: Trash

    static let unpurgedNodes = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_by_parent
        WHERE parent_id IS ? AND share_id = ? AND purged_at IS NULL AND id > ? ORDER BY id LIMIT ?
        """

    static let purgedNodes = """
        SELECT \(nodeColumns) FROM nodes INDEXED BY nodes_purged
        WHERE share_id = ?1 AND changed_position <= ?2 AND (changed_position, id) > (?3, ?4) AND purged_at IS NOT NULL
        ORDER BY changed_position, id LIMIT ?5
        """

    static let isParent = "SELECT 1 FROM nodes INDEXED BY nodes_by_parent WHERE parent_id = ?"

    static let isInOpenConflict = """
        SELECT EXISTS (SELECT 1 FROM conflicts INDEXED BY conflicts_open_by_node WHERE node_id = ?1 AND status = 'open')
            OR EXISTS (
                SELECT 1 FROM conflicts INDEXED BY conflicts_open_by_wanted
                WHERE wanted_parent_id = ?1 AND status = 'open')
            OR EXISTS (
                SELECT 1 FROM versions WHERE file_id = ?1 AND (
                    EXISTS (
                        SELECT 1 FROM conflicts INDEXED BY conflicts_open_by_base
                        WHERE base_version_id = versions.id AND status = 'open')
                    OR EXISTS (
                        SELECT 1 FROM conflicts INDEXED BY conflicts_open_by_local
                        WHERE local_version_id = versions.id AND status = 'open')
                    OR EXISTS (
                        SELECT 1 FROM conflicts INDEXED BY conflicts_open_by_server
                        WHERE server_version_id = versions.id AND status = 'open')))
        """

    // MARK: Content

    static let insertVersion = """
        INSERT INTO versions (id, tenant_id, share_id, file_id, number, checksum, size, executable, mime_type,
            modified_at, written_at, created_by, device_id, created_at, base_version_id, manifest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static let addShareChunk = """
        INSERT INTO share_chunks (hash, share_id, uses) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1
        """

    static let dropShareChunk =
        "UPDATE share_chunks SET uses = uses - 1 WHERE hash = ? AND share_id = ? RETURNING uses"

    static let neededChunk = """
        SELECT 1 FROM share_chunks CROSS JOIN shares ON shares.id = share_id WHERE hash = ?1 AND tenant_id = ?2
        UNION ALL
        SELECT 1 FROM chunk_grants CROSS JOIN users ON users.id = user_id
        WHERE hash = ?1 AND granted_at >= ?3 AND tenant_id = ?2
        UNION ALL
        SELECT 1 FROM upload_chunks CROSS JOIN uploads ON uploads.id = upload_id WHERE hash = ?1 AND tenant_id = ?2
        LIMIT 1
        """

    static let takenChunk = "SELECT 1 FROM taken_chunks WHERE hash = ? AND tenant_id = ?"

    static let addUsedBytes = "UPDATE shares SET used_bytes = used_bytes + ? WHERE id = ?"

    static let sharesOfChunk = "SELECT share_id FROM share_chunks WHERE hash = ?"

    static let grantedChunk = "SELECT 1 FROM chunk_grants WHERE user_id = ? AND hash = ? AND granted_at >= ?"

    static let grant = """
        INSERT INTO chunk_grants (user_id, hash, granted_at) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET granted_at = max(granted_at, excluded.granted_at)
        """

    // MARK: Uploads

    static let countUploads = """
        SELECT count(*) FROM uploads INDEXED BY uploads_by_user
        WHERE user_id = ? AND touched_at >= ? AND file_id IS NULL AND is_used = 0
        """

    static let uploadChunks = "SELECT number, hash FROM upload_chunks WHERE upload_id = ? ORDER BY number"

    static let uploadChunk = "SELECT hash FROM upload_chunks WHERE upload_id = ? AND number = ?"

    static let putUploadChunk = upsert("upload_chunks", key: ["upload_id", "number"], columns: ["hash"])

    // MARK: Log

    static let takePosition = """
        INSERT INTO logs (tenant_id, head, floor) VALUES (?, 1, 0)
        ON CONFLICT DO UPDATE SET head = head + 1 RETURNING head
        """

    static let append = """
        INSERT INTO log (tenant_id, position, share_id, audience, changed_at, old_parent_id, wire)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """

    /// Of one share, ?3: the caller administers it, ?4: may read it.
    private static let shareRows = """
        log INDEXED BY log_by_share
        WHERE share_id = ?1 AND position > ?2 AND (?3 OR (?4 AND audience IS NULL) OR audience = ?5)
        """

    /// Of the whole tenant, ?3: the shares that the caller administers, ?4: those that they may read.
    private static let tenantRows = """
        log INDEXED BY log_by_tenant
        WHERE tenant_id = ?1 AND position > ?2 AND (
            (audience IS NULL AND share_id IN (SELECT value FROM json_each(?4)))
            OR audience = ?5
            OR share_id IN (SELECT value FROM json_each(?3)))
        """

    private static let rowColumns = "tenant_id, position, share_id, audience, changed_at, old_parent_id, wire"

    static let shareRowsInFull = "SELECT \(rowColumns) FROM \(shareRows) ORDER BY position LIMIT ?6"
    static let tenantRowsInFull = "SELECT \(rowColumns) FROM \(tenantRows) ORDER BY position LIMIT ?6"
    static let sharePage = "SELECT position, wire FROM \(shareRows) ORDER BY position LIMIT ?6"
    static let shareCount = "SELECT count(*) FROM (SELECT 1 FROM \(shareRows) LIMIT ?6)"
    static let tenantPage = "SELECT position, wire FROM \(tenantRows) ORDER BY position LIMIT ?6"
    static let tenantCount = "SELECT count(*) FROM (SELECT 1 FROM \(tenantRows) LIMIT ?6)"

    static let oldestRows = """
        SELECT position, changed_at FROM log INDEXED BY log_by_tenant
        WHERE tenant_id = ? AND position <= ? ORDER BY position LIMIT ?
        """

    // MARK: Preferences

    private static let preferenceColumns =
        "user_id, device_id, share_id, sync_enabled, selected_folders, excluded_folders, updated_at"

    static let preference =
        "SELECT \(preferenceColumns) FROM preferences WHERE user_id = ? AND device_id = ? AND share_id = ?"

    static let preferences =
        "SELECT \(preferenceColumns) FROM preferences WHERE user_id = ? AND device_id = ? ORDER BY share_id"

    // MARK: Conflicts

    static let conflictColumns = """
        id, tenant_id, share_id, user_id, device_id, node_id, path, type, base_version_id, local_version_id,
        server_version_id, wanted_parent_id, wanted_name, written_at, created_at, copy_id, status, resolution,
        resolved_by, resolved_at
        """

    /// Of one share, newest first; ?2 and ?3: ids between these alone.
    static let shareConflicts = conflicts("conflicts_by_share")
    static let openShareConflicts = conflicts("conflicts_open_by_share", and: "status = 'open'")
    /// The same of one device, ?6 of user ?5.
    static let deviceConflicts = conflicts("conflicts_by_device", and: "user_id = ?5 AND device_id = ?6")
    static let openDeviceConflicts = conflicts(
        "conflicts_open_by_device", and: "user_id = ?5 AND device_id = ?6 AND status = 'open'")

    private static func conflicts(_ index: String, and condition: String = "TRUE") -> String {
        """
        SELECT \(conflictColumns) FROM conflicts INDEXED BY \(index)
        WHERE share_id = ?1 AND id > ?2 AND id < ?3 AND \(condition) ORDER BY id DESC LIMIT ?4
        """
    }

    // MARK: Outcomes

    static let outcome = """
        SELECT user_id, device_id, client_change_id, created_at, body FROM outcomes
        WHERE user_id = ? AND device_id = ? AND client_change_id = ?
        """

    static let remember = upsert(
        "outcomes", key: ["user_id", "device_id", "client_change_id"], columns: ["created_at", "body"])
}
