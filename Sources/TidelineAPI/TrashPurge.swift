/// What became of things in the trash that were to go for good.
public struct PurgeAnswer: Codable, Hashable, Sendable {
    /// Files and folders that are gone.
    public var purged: Int
    /// Files and folders that stay, because an open conflict names them.
    public var kept: Int
    public var freedBytes: Int64

    public init(purged: Int, kept: Int, freedBytes: Int64) {
        self.purged = purged
        self.kept = kept
        self.freedBytes = freedBytes
    }

    enum CodingKeys: String, CodingKey {
        case purged
        case kept
        case freedBytes = "freed_bytes"
    }
}
