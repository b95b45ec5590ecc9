extension Migrations {
    static let uploadTables = """
        -- Files that come in pieces of equal size. Open while it has neither a file nor a version; checksum is what the
        -- client says, and once completed what it is. is_used: the version went to a file, so it holds its own chunks.
        CREATE TABLE uploads (
            id TEXT NOT NULL PRIMARY KEY,
            tenant_id TEXT NOT NULL REFERENCES tenants (id),
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            share_id TEXT NOT NULL REFERENCES shares (id),
            folder_id TEXT,
            name TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (size >= 0),
            chunk_size INTEGER NOT NULL CHECK (chunk_size >= 1),
            mime_type TEXT,
            modified_at INTEGER,
            checksum BLOB CHECK (length(checksum) = 32),
            created_at INTEGER NOT NULL,
            touched_at INTEGER NOT NULL,
            file_id TEXT,
            version_id TEXT,
            is_used INTEGER NOT NULL CHECK (is_used IN (0, 1)),
            CHECK (file_id IS NULL OR version_id IS NULL),
            CHECK (is_used = 0 OR version_id IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX uploads_by_user ON uploads (user_id, touched_at);
        CREATE INDEX uploads_by_time ON uploads (touched_at);
        CREATE UNIQUE INDEX uploads_by_version ON uploads (version_id) WHERE version_id IS NOT NULL;

        -- The pieces that are here, while nothing but the upload keeps them.
        CREATE TABLE upload_chunks (
            upload_id TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number >= 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (upload_id, number)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX nodes_trashed ON nodes (share_id, trashed_at, id) WHERE trashed_at IS NOT NULL;
        """
}
