CREATE TABLE chunk_grants (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX chunk_grants_by_hash ON chunk_grants (hash, granted_at);

CREATE INDEX chunk_grants_by_time ON chunk_grants (granted_at);

CREATE TRIGGER conflicts_name_what_is BEFORE INSERT ON conflicts
WHEN NOT EXISTS (SELECT 1 FROM conflicts WHERE id = NEW.id) AND (
    NOT EXISTS (SELECT 1 FROM nodes WHERE id = NEW.node_id)
    OR NEW.base_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE id = NEW.base_version_id)
    OR NEW.local_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE id = NEW.local_version_id)
    OR NEW.server_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE id = NEW.server_version_id))
BEGIN
    SELECT RAISE(ABORT, 'a conflict names something that is not there');
END;

CREATE TABLE "conflicts" (
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

CREATE INDEX conflicts_by_device ON conflicts (user_id, device_id, share_id, id);

CREATE INDEX conflicts_by_share ON conflicts (share_id, id);

CREATE INDEX conflicts_open_by_base ON conflicts (base_version_id) WHERE status = 'open';

CREATE INDEX conflicts_open_by_device ON conflicts (user_id, device_id, share_id, id) WHERE status = 'open';

CREATE INDEX conflicts_open_by_local ON conflicts (local_version_id) WHERE status = 'open';

CREATE INDEX conflicts_open_by_node ON conflicts (node_id, id) WHERE status = 'open';

CREATE INDEX conflicts_open_by_server ON conflicts (server_version_id) WHERE status = 'open';

CREATE INDEX conflicts_open_by_share ON conflicts (share_id, id) WHERE status = 'open';

CREATE INDEX conflicts_open_by_wanted ON conflicts (wanted_parent_id) WHERE status = 'open';

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

CREATE TABLE external_tenants (
    issuer TEXT NOT NULL,
    name TEXT NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    PRIMARY KEY (issuer, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE external_users (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (issuer, subject, tenant_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX external_users_by_user ON external_users (user_id);

CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);

CREATE TRIGGER log_only_grows BEFORE INSERT ON log
WHEN NEW.position <= (SELECT max(position) FROM log WHERE tenant_id = NEW.tenant_id)
    OR NEW.position > (SELECT head FROM logs WHERE tenant_id = NEW.tenant_id)
    OR NEW.position <= (SELECT floor FROM logs WHERE tenant_id = NEW.tenant_id)
BEGIN
    SELECT RAISE(ABORT, 'a position must be taken, and be after all that were appended');
END;

CREATE TABLE log (
    row INTEGER PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES logs (tenant_id),
    position INTEGER NOT NULL,
    share_id TEXT NOT NULL REFERENCES shares (id),
    audience TEXT,
    changed_at INTEGER NOT NULL,
    wire BLOB NOT NULL
, old_parent_id TEXT) STRICT;

CREATE INDEX log_by_share ON log (share_id, position, audience);

CREATE INDEX log_by_tenant ON log (tenant_id, position, share_id, audience);

CREATE TABLE log_epochs (
    tenant_id TEXT NOT NULL REFERENCES logs (tenant_id),
    last_position INTEGER NOT NULL CHECK (last_position >= 0),
    PRIMARY KEY (tenant_id, last_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE logs (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    head INTEGER NOT NULL CHECK (head BETWEEN 0 AND 9007199254740991),
    floor INTEGER NOT NULL CHECK (floor BETWEEN 0 AND head)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    share_id TEXT NOT NULL REFERENCES shares (id),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('reader', 'contributor', 'admin', 'owner')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (share_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_user ON members (user_id);

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
    head_written_at INTEGER, placed_by TEXT, placed_by_device TEXT, head_position INTEGER CHECK (head_position >= 0), purged_at INTEGER CHECK (purged_at IS NULL OR trashed_at IS NOT NULL),
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

CREATE INDEX nodes_by_change ON nodes (share_id, changed_position, id);

CREATE INDEX nodes_by_head ON nodes (head_version_id) WHERE head_version_id IS NOT NULL;

CREATE UNIQUE INDEX nodes_by_live_name ON nodes (share_id, ifnull(parent_id, ''), name_key)
    WHERE trashed_at IS NULL;

CREATE INDEX nodes_by_parent ON nodes (parent_id, share_id, purged_at);

CREATE INDEX nodes_live ON nodes (share_id, id) WHERE trashed_at IS NULL;

CREATE INDEX nodes_purged ON nodes (share_id, changed_position, id) WHERE purged_at IS NOT NULL;

CREATE INDEX nodes_trashed ON nodes (share_id, trashed_at, id)
    WHERE trashed_at IS NOT NULL AND purged_at IS NULL;

CREATE TABLE outcomes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    client_change_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (user_id, device_id, client_change_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX outcomes_by_time ON outcomes (created_at);

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

CREATE TABLE refresh_tokens (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    family TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);

CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);

CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);

CREATE TABLE share_chunks (
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    share_id TEXT NOT NULL REFERENCES shares (id), uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
    PRIMARY KEY (hash, share_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE taken_chunks (
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (hash, tenant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE upload_chunks (
    upload_id TEXT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (upload_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX upload_chunks_by_hash ON upload_chunks (hash);

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

CREATE INDEX uploads_by_time ON uploads (touched_at);

CREATE INDEX uploads_by_user ON uploads (user_id, touched_at);

CREATE UNIQUE INDEX uploads_by_version ON uploads (version_id) WHERE version_id IS NOT NULL;

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

CREATE UNIQUE INDEX users_by_email ON users (tenant_id, email_key);

CREATE UNIQUE INDEX users_by_name ON users (tenant_id, name_key);

CREATE TRIGGER versions_of_open_conflicts_stay BEFORE DELETE ON versions
WHEN EXISTS (SELECT 1 FROM conflicts WHERE base_version_id = OLD.id AND status = 'open')
    OR EXISTS (SELECT 1 FROM conflicts WHERE local_version_id = OLD.id AND status = 'open')
    OR EXISTS (SELECT 1 FROM conflicts WHERE server_version_id = OLD.id AND status = 'open')
BEGIN
    SELECT RAISE(ABORT, 'an open conflict names this version');
END;

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

CREATE INDEX versions_by_base ON versions (base_version_id) WHERE base_version_id IS NOT NULL;
