extension Migrations {
    static let treeTables = """
        -- Files and folders as they are now; a path is computed from parents. A file carries its head version so that a
        -- listing needs no join. Only the trashed thing itself is marked, never what lies below it.
        CREATE TABLE nodes (
            id TEXT NOT NULL PRIMARY KEY CHECK (substr(id, 1, 4) IN ('fil_', 'fld_')),
            tenant_id TEXT NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            parent_id TEXT REFERENCES nodes (id),
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            changed_position INTEGER NOT NULL CHECK (changed_position >= 0),
            placed_position INTEGER NOT NULL CHECK (placed_position >= 0),
            placed_at INTEGER NOT NULL,
            changed_by TEXT NOT NULL,
            changed_by_device TEXT,
            trashed_at INTEGER,
            created_at INTEGER NOT NULL,
            head_version_id TEXT REFERENCES versions (id) DEFERRABLE INITIALLY DEFERRED,
            head_checksum BLOB CHECK (length(head_checksum) = 32),
            head_size INTEGER CHECK (head_size >= 0),
            head_executable INTEGER CHECK (head_executable IN (0, 1)),
            head_mime_type TEXT,
            head_modified_at INTEGER,
            head_written_at INTEGER,
            CHECK (head_version_id IS NULL OR substr(id, 1, 4) = 'fil_'),
            CHECK (
                (head_version_id IS NULL) = (head_checksum IS NULL)
                AND (head_version_id IS NULL) = (head_size IS NULL)
                AND (head_version_id IS NULL) = (head_executable IS NULL)
                AND (head_version_id IS NULL) = (head_mime_type IS NULL)
                AND (head_version_id IS NULL) = (head_modified_at IS NULL)
                AND (head_version_id IS NULL) = (head_written_at IS NULL)
            )
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX nodes_by_live_name ON nodes (share_id, ifnull(parent_id, ''), name_key)
            WHERE trashed_at IS NULL;
        CREATE INDEX nodes_live ON nodes (share_id, id) WHERE trashed_at IS NULL;
        CREATE INDEX nodes_by_change ON nodes (share_id, changed_position, id);
        CREATE INDEX nodes_by_head ON nodes (head_version_id) WHERE head_version_id IS NOT NULL;

        """

    static let contentTables = """
        -- Contents that files have or had; never changed. A manifest is the list of chunks in order: for each its hash of
        -- 32 bytes and its size as 8 bytes, big-endian. It comes last so that other columns are read without it.
        CREATE TABLE versions (
            row INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            tenant_id TEXT NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            file_id TEXT NOT NULL REFERENCES nodes (id) DEFERRABLE INITIALLY DEFERRED,
            number INTEGER NOT NULL CHECK (number >= 1),
            checksum BLOB NOT NULL CHECK (length(checksum) = 32),
            size INTEGER NOT NULL CHECK (size >= 0),
            executable INTEGER NOT NULL CHECK (executable IN (0, 1)),
            mime_type TEXT NOT NULL,
            modified_at INTEGER NOT NULL,
            written_at INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            device_id TEXT,
            created_at INTEGER NOT NULL,
            base_version_id TEXT REFERENCES versions (id),
            manifest BLOB NOT NULL CHECK (length(manifest) % 40 = 0),
            UNIQUE (file_id, number)
        ) STRICT;

        -- Which chunks are part of a version in which share: who may read one may refer to the other.
        CREATE TABLE share_chunks (
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            share_id TEXT NOT NULL REFERENCES shares (id),
            PRIMARY KEY (hash, share_id)
        ) STRICT, WITHOUT ROWID;

        -- Which chunks a user sent, and when last: for a day they may be referred to.
        CREATE TABLE chunk_grants (
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            granted_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, hash)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX chunk_grants_by_time ON chunk_grants (granted_at);

        """
}
