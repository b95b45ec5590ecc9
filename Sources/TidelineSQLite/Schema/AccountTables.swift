// Conventions of all tables: ids are TEXT in wire form, hashes BLOBs of 32 bytes, times INTEGER nanoseconds since 1970.
// Foreign keys are checked at once, but for those between a file and its versions, which refer to each other. A deferred
// key needs an index on its own column: while one is open, SQLite looks there for rows that a new one satisfies.

extension Migrations {
    static let accountTables = """
        -- An organisation. Nothing is ever seen from another one.
        CREATE TABLE tenants (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- A person. The keys are the case-folded forms by which a login is found. History keeps ids of removed users, so
        -- only what belongs to a user alone refers to this table.
        CREATE TABLE users (
            id TEXT NOT NULL PRIMARY KEY,
            tenant_id TEXT NOT NULL REFERENCES tenants (id),
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL,
            password_hash TEXT,
            is_admin INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
            status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX users_by_name ON users (tenant_id, name_key);
        CREATE UNIQUE INDEX users_by_email ON users (tenant_id, email_key);

        -- One-time tokens, by the hash of their text. All that descend from one login are a family.
        CREATE TABLE refresh_tokens (
            hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
            family TEXT NOT NULL,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            expires_at INTEGER NOT NULL,
            used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
        CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);

        -- A tree that its members keep in step. used_bytes is the sum of the sizes of its versions. A deleted one stays
        -- for the log's sake.
        CREATE TABLE shares (
            id TEXT NOT NULL PRIMARY KEY,
            tenant_id TEXT NOT NULL REFERENCES tenants (id),
            name TEXT NOT NULL,
            owner_id TEXT NOT NULL,
            quota_bytes INTEGER CHECK (quota_bytes >= 0),
            used_bytes INTEGER NOT NULL CHECK (used_bytes >= 0),
            created_at INTEGER NOT NULL,
            deleted_at INTEGER
        ) STRICT, WITHOUT ROWID;

        -- Who may do what in a share; its owner is among them.
        CREATE TABLE members (
            share_id TEXT NOT NULL REFERENCES shares (id),
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            role TEXT NOT NULL CHECK (role IN ('reader', 'contributor', 'admin', 'owner')),
            created_at INTEGER NOT NULL,
            PRIMARY KEY (share_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX members_by_user ON members (user_id);

        -- A user's devices. The same device_id under another user is another device; a removed one may come back.
        CREATE TABLE devices (
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            device_id TEXT NOT NULL,
            name TEXT NOT NULL,
            platform TEXT NOT NULL
                CHECK (platform IN ('windows', 'macos', 'linux', 'ios', 'android', 'web', 'cli')),
            client_version TEXT NOT NULL,
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            last_seen_at INTEGER,
            created_at INTEGER NOT NULL,
            removed_at INTEGER,
            PRIMARY KEY (user_id, device_id)
        ) STRICT, WITHOUT ROWID;

        -- How far a device has come in a share; last_sync_at is NULL until it advances for the first time.
        CREATE TABLE cursors (
            user_id TEXT NOT NULL,
            device_id TEXT NOT NULL,
            share_id TEXT NOT NULL REFERENCES shares (id),
            position INTEGER NOT NULL CHECK (position >= 0),
            last_sync_at INTEGER,
            PRIMARY KEY (user_id, device_id, share_id),
            FOREIGN KEY (user_id, device_id) REFERENCES devices (user_id, device_id)
                ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        """
}
