extension Migrations {
    /// Things that go for good: columns and indexes for the trash, conflicts that outlive what they name, and a log that
    /// knows its end when it is empty.
    static let retention = """
        -- Set once a thing's content was purged from the trash; the row stays for devices that may still ask about it.
        ALTER TABLE nodes ADD COLUMN purged_at INTEGER CHECK (purged_at IS NULL OR trashed_at IS NOT NULL);
        DROP INDEX nodes_trashed;
        CREATE INDEX nodes_trashed ON nodes (share_id, trashed_at, id)
            WHERE trashed_at IS NOT NULL AND purged_at IS NULL;
        CREATE INDEX nodes_purged ON nodes (share_id, changed_position, id) WHERE purged_at IS NOT NULL;
        CREATE INDEX nodes_by_parent ON nodes (parent_id, share_id, purged_at);
        CREATE INDEX versions_by_base ON versions (base_version_id) WHERE base_version_id IS NOT NULL;
        CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);

        DROP TRIGGER log_only_grows;
        CREATE TRIGGER log_only_grows BEFORE INSERT ON log
        WHEN NEW.position <= (SELECT max(position) FROM log WHERE tenant_id = NEW.tenant_id)
            OR NEW.position > (SELECT head FROM logs WHERE tenant_id = NEW.tenant_id)
            OR NEW.position <= (SELECT floor FROM logs WHERE tenant_id = NEW.tenant_id)
        BEGIN
            SELECT RAISE(ABORT, 'a position must be taken, and be after all that were appended');
        END;

        -- Two changes that could not both be. The wanted place is where the client meant the thing to be, if that matters.
        -- What a conflict names is there when it is recorded, and stays while it is open; the record of a resolved one
        -- outlives it, so these are no foreign keys.
        CREATE TABLE new_conflicts (
            id TEXT NOT NULL PRIMARY KEY,
            tenant_id TEXT NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            user_id TEXT NOT NULL,
            device_id TEXT,
            node_id TEXT NOT NULL,
            path TEXT NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('edit_edit', 'edit_delete', 'delete_edit', 'name_collision', 'move_move',
                'move_delete', 'parent_deleted', 'cycle')),
            base_version_id TEXT,
            local_version_id TEXT,
            server_version_id TEXT,
            wanted_parent_id TEXT,
            wanted_name TEXT,
            written_at INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
            resolution TEXT CHECK (resolution IN ('LAST_WRITER_WINS', 'KEEP_BOTH', 'SERVER_WINS', 'CLIENT_WINS',
                'MANUAL')),
            resolved_by TEXT,
            resolved_at INTEGER,
            created_at INTEGER NOT NULL,
            copy_id TEXT,
            CHECK (wanted_parent_id IS NULL OR wanted_name IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_conflicts SELECT id, tenant_id, share_id, user_id, device_id, node_id, path, type,
            base_version_id, local_version_id, server_version_id, wanted_parent_id, wanted_name, written_at, status,
            resolution, resolved_by, resolved_at, created_at, copy_id FROM conflicts;
        DROP TABLE conflicts;
        ALTER TABLE new_conflicts RENAME TO conflicts;
        CREATE INDEX conflicts_by_share ON conflicts (share_id, id);
        CREATE INDEX conflicts_open_by_share ON conflicts (share_id, id) WHERE status = 'open';
        CREATE INDEX conflicts_by_device ON conflicts (user_id, device_id, share_id, id);
        CREATE INDEX conflicts_open_by_device ON conflicts (user_id, device_id, share_id, id) WHERE status = 'open';
        CREATE INDEX conflicts_open_by_node ON conflicts (node_id, id) WHERE status = 'open';
        CREATE INDEX conflicts_open_by_base ON conflicts (base_version_id) WHERE status = 'open';
        CREATE INDEX conflicts_open_by_local ON conflicts (local_version_id) WHERE status = 'open';
        CREATE INDEX conflicts_open_by_server ON conflicts (server_version_id) WHERE status = 'open';
        CREATE INDEX conflicts_open_by_wanted ON conflicts (wanted_parent_id) WHERE status = 'open';
        CREATE TRIGGER conflicts_name_what_is BEFORE INSERT ON conflicts
        WHEN NOT EXISTS (SELECT 1 FROM conflicts WHERE id = NEW.id) AND (
            NOT EXISTS (SELECT 1 FROM nodes WHERE id = NEW.node_id)
            OR NEW.base_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE id = NEW.base_version_id)
            OR NEW.local_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE id = NEW.local_version_id)
            OR NEW.server_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE id = NEW.server_version_id))
        BEGIN
            SELECT RAISE(ABORT, 'a conflict names something that is not there');
        END;
        CREATE TRIGGER versions_of_open_conflicts_stay BEFORE DELETE ON versions
        WHEN EXISTS (SELECT 1 FROM conflicts WHERE base_version_id = OLD.id AND status = 'open')
            OR EXISTS (SELECT 1 FROM conflicts WHERE local_version_id = OLD.id AND status = 'open')
            OR EXISTS (SELECT 1 FROM conflicts WHERE server_version_id = OLD.id AND status = 'open')
        BEGIN
            SELECT RAISE(ABORT, 'an open conflict names this version');
        END;

        """
}
