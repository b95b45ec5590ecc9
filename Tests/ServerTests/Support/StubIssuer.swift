import Crypto
import CryptoExtras
import Foundation
import Synchronization
import TidelineService

@testable import TidelineServer

/// Another issuer, with keys that the test changes and documents that are read without a network.
final class StubIssuer: IssuerDocuments {
    enum Key: Sendable {
        case elliptic(P256.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)

        static func es256() -> Key { .elliptic(P256.Signing.PrivateKey()) }
        static func rs256() throws -> Key { .rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048)) }

        var algorithm: String {
            switch self {
            case .elliptic: "ES256"
            case .rsa: "RS256"
            }
        }

        func sign(_ text: String) throws -> Data {
            switch self {
            case .elliptic(let key): try key.signature(for: Data(text.utf8)).rawRepresentation
            case .rsa(let key): try key.signature(for: Data(text.utf8), padding: .insecurePKCS1v1_5).rawRepresentation
            }
        }

        func published(_ id: String) throws -> [String: String] {
            switch self {
            case .elliptic(let key):
                let point = key.publicKey.rawRepresentation
                return [
                    "kty": "EC", "crv": "P-256", "kid": id, "use": "sig", "x": base64URL(point.prefix(32)),
                    "y": base64URL(point.suffix(32)),
                ]
            case .rsa(let key):
                let parts = try key.publicKey.getKeyPrimitives()
                return [
                    "kty": "RSA", "kid": id, "alg": "RS256", "n": base64URL(parts.modulus),
                    "e": base64URL(parts.publicExponent),
                ]
            }
        }
    }

    struct Down: Error {}

    private struct State {
        var keys: [String: Key] = [:]
        var isDown = false
        var calls: [String] = []
        var address: String
        /// What its discovery document says.
        var issuer: String
    }

    private let state: Mutex<State>

    init(_ address: String = "https://issuer.example", keys: [String: Key] = ["k1": .es256()]) {
        state = Mutex(State(keys: keys, address: address, issuer: address))
    }

    var address: String { state.withLock { $0.address } }
    /// Addresses that were asked for.
    var calls: [String] { state.withLock { $0.calls } }
    func publish(_ keys: [String: Key]) { state.withLock { $0.keys = keys } }
    func setDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
    func move(to address: String) { state.withLock { ($0.address, $0.issuer) = (address, address) } }
    func callItself(_ issuer: String) { state.withLock { $0.issuer = issuer } }

    func get(_ address: String, bytesMax: Int) async throws -> [UInt8] {
        let (isDown, keys, issuer) = state.withLock { state in
            state.calls.append(address)
            return (state.isDown, state.keys, state.issuer)
        }
        if isDown { throw Down() }
        if address.hasSuffix("/.well-known/openid-configuration") {
            return try json(["issuer": issuer, "jwks_uri": self.address + "/keys"])
        }
        return try json(["keys": try keys.map { try $1.published($0) }])
    }

    private func json(_ object: Any) throws -> [UInt8] { Array(try JSONSerialization.data(withJSONObject: object)) }

    /// A token of this issuer for one of its people, good for an hour from the time given; nil takes a claim away.
    func token(
        _ changes: [String: Any?] = [:], header: [String: Any?] = [:], now: Int64, kid: String = "k1", key: Key? = nil
    ) throws -> String {
        let key = key ?? state.withLock { $0.keys[kid] } ?? .es256()
        var claims: [String: Any] = [
            "iss": address, "sub": "auth0|ann", "tenant_id": "acme", "email": "ann@acme.example", "name": "Ann Smith",
            "exp": now + 3_600, "iat": now,
        ]
        for (name, value) in changes { claims[name] = value }
        var head: [String: Any] = ["alg": key.algorithm, "kid": kid, "typ": "JWT"]
        for (name, value) in header { head[name] = value }
        let input = try [head, claims].map { base64URL(try json($0)) }.joined(separator: ".")
        return try input + "." + base64URL(key.sign(input))
    }
}
