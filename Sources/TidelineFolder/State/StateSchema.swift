import GRDB

/// The tables of a synced folder's state. Migrations are only ever added at the end.
enum StateSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 base, remote, manifests, meta") { database in
            try database.execute(sql: first)
        }
        migrator.registerMigration("2 mounts, sent batch") { database in
            try database.execute(sql: second)
        }
        migrator.registerMigration("3 selection") { database in
            try database.execute(sql: third)
        }
        migrator.registerMigration("4 garbled things") { database in
            try database.execute(sql: fourth)
        }
        migrator.registerMigration("5 answers before the log") { database in
            try database.execute(sql: fifth)
        }
        return migrator
    }

    /// Node ids are 17 bytes: the kind (0 file, 1 folder), then the ULID. Times are nanoseconds since 1970.
    private static let first = """
        -- What this device and the server last agreed on, and how it looked on disk then.
        CREATE TABLE base (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 17),
            parent BLOB CHECK (length(parent) = 17),
            name TEXT NOT NULL,
            disk_name TEXT,
            version BLOB CHECK (length(version) = 16),
            checksum BLOB CHECK (length(checksum) = 32),
            size INTEGER,
            executable INTEGER,
            inode INTEGER NOT NULL,
            birth INTEGER NOT NULL,
            disk_size INTEGER NOT NULL,
            disk_modified INTEGER NOT NULL,
            disk_changed INTEGER NOT NULL,
            disk_executable INTEGER NOT NULL,
            CHECK ((version IS NULL) = (checksum IS NULL AND size IS NULL AND executable IS NULL))
        ) STRICT, WITHOUT ROWID;

        -- Where the server differs from that. A deleted thing has no name.
        CREATE TABLE remote (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 17),
            parent BLOB CHECK (length(parent) = 17),
            name TEXT,
            version BLOB CHECK (length(version) = 16),
            checksum BLOB CHECK (length(checksum) = 32),
            size INTEGER,
            executable INTEGER,
            modified_at INTEGER,
            CHECK ((version IS NULL) = (checksum IS NULL AND size IS NULL AND executable IS NULL AND modified_at IS NULL)),
            CHECK (name IS NOT NULL OR (parent IS NULL AND version IS NULL))
        ) STRICT, WITHOUT ROWID;

        -- Chunks of a file as last synced: 32 bytes of hash and 4 of size (big-endian) for each.
        CREATE TABLE manifests (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 17),
            chunks BLOB NOT NULL CHECK (length(chunks) % 36 = 0)
        ) STRICT, WITHOUT ROWID;

        -- One row: how far the log was read, and the id in the folder's marker.
        CREATE TABLE progress (
            one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
            cursor INTEGER,
            folder BLOB CHECK (length(folder) = 16)
        ) STRICT;
        INSERT INTO progress (one) VALUES (1);

        -- What `status` shows, by key.
        CREATE TABLE meta (
            key TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let fifth = """
        -- Whether the server took changes of this device of which the log has not told yet.
        ALTER TABLE progress ADD COLUMN awaits_log INTEGER NOT NULL DEFAULT 0;
        """

    private static let fourth = """
        -- What makes no sense of what the server tells, else null; and how much of it can be read: 0 nothing, 1 the id,
        -- 2 also the folder.
        ALTER TABLE remote ADD COLUMN problem TEXT;
        ALTER TABLE remote ADD COLUMN known INTEGER;
        """

    private static let third = """
        -- Whether the thing left what this device syncs; such a row has no name either.
        ALTER TABLE remote ADD COLUMN has_left INTEGER NOT NULL DEFAULT 0;

        -- What was selected when all of this was read; empty: the whole share.
        ALTER TABLE progress ADD COLUMN choice TEXT NOT NULL DEFAULT '';
        """

    private static let second = """
        -- Whether a folder is the top of something mounted there.
        ALTER TABLE base ADD COLUMN is_mount INTEGER NOT NULL DEFAULT 0;

        -- The batch that was sent and whose outcome is not remembered yet, in its order. No rows: there is none.
        CREATE TABLE sent (
            number INTEGER NOT NULL PRIMARY KEY,
            change_id TEXT NOT NULL,
            -- What the trees call the thing, and what the change calls it.
            thing BLOB NOT NULL CHECK (length(thing) = 17),
            id BLOB NOT NULL CHECK (length(id) = 17),
            -- 0 create a folder, 1 create a file, 2 update, 3 move, 4 delete.
            action INTEGER NOT NULL CHECK (action BETWEEN 0 AND 4),
            base_version BLOB CHECK (length(base_version) = 16),
            -- Where it goes; where a move comes from.
            parent BLOB CHECK (length(parent) = 17),
            name TEXT,
            from_parent BLOB CHECK (length(from_parent) = 17),
            from_name TEXT,
            -- The content of a file.
            checksum BLOB CHECK (length(checksum) = 32),
            size INTEGER,
            executable INTEGER,
            modified_at INTEGER,
            chunks BLOB CHECK (length(chunks) % 36 = 0),
            -- For people.
            path TEXT NOT NULL,
            -- The thing on disk as it was read; without a name: none.
            local_parent BLOB CHECK (length(local_parent) = 17),
            local_name TEXT,
            disk_name TEXT,
            is_mount INTEGER,
            inode INTEGER,
            birth INTEGER,
            disk_size INTEGER,
            disk_modified INTEGER,
            disk_changed INTEGER,
            disk_executable INTEGER
        ) STRICT;

        -- How that batch was sent.
        ALTER TABLE progress ADD COLUMN sent_strategy TEXT;
        ALTER TABLE progress ADD COLUMN sent_cursor INTEGER;
        """
}
