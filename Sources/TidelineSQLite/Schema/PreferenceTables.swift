extension Migrations {
    static let preferenceTables = """
        -- What a user chose for one of their devices in a share; without a row the device syncs all of it. The lists are
        -- JSON arrays of folder ids, of which some may be gone: a choice must not grow when a folder goes.
        CREATE TABLE preferences (
            user_id TEXT NOT NULL,
            device_id TEXT NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            sync_enabled INTEGER NOT NULL CHECK (sync_enabled IN (0, 1)),
            selected_folders TEXT NOT NULL CHECK (json_valid(selected_folders)),
            excluded_folders TEXT NOT NULL CHECK (json_valid(excluded_folders)),
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, device_id, share_id),
            FOREIGN KEY (user_id, device_id) REFERENCES devices (user_id, device_id)
                ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        -- Where a moved thing was before, so that devices which sync only parts see it leave.
        ALTER TABLE log ADD COLUMN old_parent_id TEXT;

        -- The thing that became the conflicted copy; history, so no reference.
        ALTER TABLE conflicts ADD COLUMN copy_id TEXT;

        -- Conflicts are shown to all members of their share, newest first, or to one device.
        DROP INDEX conflicts_by_user;
        CREATE INDEX conflicts_by_share ON conflicts (share_id, id);
        CREATE INDEX conflicts_open_by_share ON conflicts (share_id, id) WHERE status = 'open';
        CREATE INDEX conflicts_by_device ON conflicts (user_id, device_id, share_id, id);
        CREATE INDEX conflicts_open_by_device ON conflicts (user_id, device_id, share_id, id) WHERE status = 'open';
        """
}
