import Crypto
import Foundation
import JWTKit
import TidelineCore

/// The key that signs access tokens (ES256). Whoever has its file can be anybody.
package struct SigningKey: Sendable {
    let key: ES256PrivateKey
    private let point: [UInt8]
    /// Names the key in tokens and in the published key set.
    package let id: String

    private init(_ key: P256.Signing.PrivateKey) throws {
        self.key = try ES256PrivateKey(backing: key)
        point = Array(key.publicKey.x963Representation)
        id = String(TidelineCore.Digest(of: point).hex.prefix(16))
    }

    /// A key that is kept nowhere.
    package static func temporary() throws -> SigningKey { try SigningKey(P256.Signing.PrivateKey()) }

    /// Reads the key of a data directory, or makes one at first start: mode 0600, durable when this returns.
    package static func load(fromFile path: String) throws -> SigningKey {
        if let pem = FileManager.default.contents(atPath: path) {
            return try SigningKey(P256.Signing.PrivateKey(pemRepresentation: String(decoding: pem, as: UTF8.self)))
        }
        let key = P256.Signing.PrivateKey()
        try writePrivateFile(Array(key.pemRepresentation.utf8), to: path)
        return try SigningKey(key)
    }

    /// What `/.well-known/jwks.json` shows: the public half.
    var published: PublicKeySet {
        // A point is 04, 32 bytes of x and 32 bytes of y.
        PublicKeySet(keys: [.init(kid: id, x: base64URL(point[1..<33]), y: base64URL(point[33..<65]))])
    }
}

/// A JSON Web Key Set (RFC 7517) of P-256 keys.
struct PublicKeySet: Codable, Sendable {
    struct Key: Codable, Sendable {
        var kty = "EC"
        var crv = "P-256"
        var alg = "ES256"
        var use = "sig"
        var kid: String
        var x: String
        var y: String
    }

    var keys: [Key]
}
