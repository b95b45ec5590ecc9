/// What another issuer of tokens publishes about itself.
package protocol IssuerDocuments: Sendable {
    /// The body at an address, at most so many bytes. Follows no redirects; throws when there is none in time.
    func get(_ address: String, bytesMax: Int) async throws -> [UInt8]
}
