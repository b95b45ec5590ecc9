extension Migrations {
    static let logTables = """
        -- Where each tenant's log stands: head is the last position given, rows up to floor may be gone.
        CREATE TABLE logs (
            tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
            head INTEGER NOT NULL CHECK (head BETWEEN 0 AND 9007199254740991),
            floor INTEGER NOT NULL CHECK (floor BETWEEN 0 AND head)
        ) STRICT, WITHOUT ROWID;

        -- The last position of each epoch that ended.
        CREATE TABLE log_epochs (
            tenant_id TEXT NOT NULL REFERENCES logs (tenant_id),
            last_position INTEGER NOT NULL CHECK (last_position >= 0),
            PRIMARY KEY (tenant_id, last_position)
        ) STRICT, WITHOUT ROWID;

        -- The change log: one row for each mutation, never changed. wire is the change object as clients get it. Rows lie
        -- in the order of appending, which within a tenant is that of positions. Both indexes carry all that decides who
        -- sees a row, so that only rows which go out are touched.
        CREATE TABLE log (
            row INTEGER PRIMARY KEY,
            tenant_id TEXT NOT NULL REFERENCES logs (tenant_id),
            position INTEGER NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            audience TEXT,
            changed_at INTEGER NOT NULL,
            wire BLOB NOT NULL
        ) STRICT;
        CREATE INDEX log_by_tenant ON log (tenant_id, position, share_id, audience);
        CREATE INDEX log_by_share ON log (share_id, position, audience);
        CREATE TRIGGER log_only_grows BEFORE INSERT ON log
        WHEN NEW.position <= (SELECT max(position) FROM log WHERE tenant_id = NEW.tenant_id)
            OR NEW.position > (SELECT head FROM logs WHERE tenant_id = NEW.tenant_id)
        BEGIN
            SELECT RAISE(ABORT, 'a position must be taken, and be after all that were appended');
        END;

        """

    static let conflictTables = """
        -- Two changes that could not both be. The wanted place is where the client meant the thing to be, if that matters.
        CREATE TABLE conflicts (
            id TEXT NOT NULL PRIMARY KEY,
            tenant_id TEXT NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            user_id TEXT NOT NULL,
            device_id TEXT,
            node_id TEXT NOT NULL REFERENCES nodes (id),
            path TEXT NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('edit_edit', 'edit_delete', 'delete_edit', 'name_collision', 'move_move',
                'move_delete', 'parent_deleted', 'cycle')),
            base_version_id TEXT REFERENCES versions (id),
            local_version_id TEXT REFERENCES versions (id),
            server_version_id TEXT REFERENCES versions (id),
            wanted_parent_id TEXT,
            wanted_name TEXT,
            written_at INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
            resolution TEXT CHECK (resolution IN ('LAST_WRITER_WINS', 'KEEP_BOTH', 'SERVER_WINS', 'CLIENT_WINS',
                'MANUAL')),
            resolved_by TEXT,
            resolved_at INTEGER,
            created_at INTEGER NOT NULL,
            CHECK (wanted_parent_id IS NULL OR wanted_name IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX conflicts_by_user ON conflicts (user_id, id);
        CREATE INDEX conflicts_open_by_node ON conflicts (node_id, id) WHERE status = 'open';

        -- What a device's change led to, so that a retry gets the first answer again.
        CREATE TABLE outcomes (
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            device_id TEXT NOT NULL,
            client_change_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (user_id, device_id, client_change_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outcomes_by_time ON outcomes (created_at);
        """
}
