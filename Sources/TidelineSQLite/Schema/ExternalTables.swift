extension Migrations {
    static let externalTables = """
        -- What texts of another issuer of tokens stand for here. Compared byte by byte, as issuers do.
        CREATE TABLE external_tenants (
            issuer TEXT NOT NULL,
            name TEXT NOT NULL,
            tenant_id TEXT NOT NULL REFERENCES tenants (id),
            PRIMARY KEY (issuer, name)
        ) STRICT, WITHOUT ROWID;

        -- A person is another user in each tenant. name and email are what the issuer last said.
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

        """
}
