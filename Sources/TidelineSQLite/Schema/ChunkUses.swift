extension Migrations {
    static let chunkUses = """
        -- How often manifests of the share name the chunk. When the last one goes, the row goes.
        ALTER TABLE share_chunks ADD COLUMN uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0);
        WITH RECURSIVE part (row, start) AS (
            SELECT row, 1 FROM versions WHERE length(manifest) > 0
            UNION ALL
            SELECT part.row, start + 40 FROM part CROSS JOIN versions ON versions.row = part.row
            WHERE start + 40 <= length(manifest)
        )
        INSERT INTO share_chunks (hash, share_id, uses)
        SELECT substr(manifest, start, 32), share_id, count(*) FROM part CROSS JOIN versions ON versions.row = part.row
        GROUP BY 1, 2 ON CONFLICT (hash, share_id) DO UPDATE SET uses = excluded.uses;

        -- Finds who sent a chunk.
        CREATE INDEX chunk_grants_by_hash ON chunk_grants (hash, granted_at);

        """

    static let takenChunks = """
        -- Chunks that were given up: their bytes go, or are gone. A row goes when somebody sent the chunk again, and after
        -- some days, when nobody can still think that the chunk is there.
        CREATE TABLE taken_chunks (
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            tenant_id TEXT NOT NULL REFERENCES tenants (id),
            taken_at INTEGER NOT NULL,
            PRIMARY KEY (hash, tenant_id)
        ) STRICT, WITHOUT ROWID;

        -- Finds which uploads hold a chunk.
        CREATE INDEX upload_chunks_by_hash ON upload_chunks (hash);

        """
}
