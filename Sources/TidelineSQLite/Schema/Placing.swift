extension Migrations {
    static let placing = """
        -- Who chose the place, and which row gave the head: a later row about the same thing says neither. NULL where it
        -- was not recorded.
        ALTER TABLE nodes ADD COLUMN placed_by TEXT;
        ALTER TABLE nodes ADD COLUMN placed_by_device TEXT;
        ALTER TABLE nodes ADD COLUMN head_position INTEGER CHECK (head_position >= 0);
        UPDATE nodes SET placed_by = changed_by, placed_by_device = changed_by_device
        WHERE placed_position = changed_position;

        """
}
