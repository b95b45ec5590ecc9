/// Turns passwords into text that is safe to keep. Slow on purpose, so never called inside a transaction.
package protocol PasswordHasher: Sendable {
    func hash(_ password: String) async throws -> String
    /// Takes the same time whether or not it matches.
    func verify(_ password: String, against hash: String) async throws -> Bool
}

/// Random bytes that nobody can guess.
package protocol SecretSource: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}
