import Crypto
import CryptoExtras
import Foundation
import TidelineCore

/// A public key of another issuer, and with it the one algorithm that it may be used with.
enum VerificationKey: Sendable {
    /// P-256 with SHA-256.
    case es256(P256.Signing.PublicKey)
    /// PKCS #1 v1.5 with SHA-256.
    case rs256(_RSA.Signing.PublicKey)

    /// `alg` of the tokens it verifies.
    var algorithm: String {
        switch self {
        case .es256: "ES256"
        case .rs256: "RS256"
        }
    }

    func verifies(_ signature: Data, of message: Data) -> Bool {
        switch self {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: message)
        case .rs256(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: message, padding: .insecurePKCS1v1_5)
        }
    }
}

/// The keys of a JWK set (RFC 7517) that may verify tokens: P-256, and RSA of 2,048 bits or more. All others are left out.
struct VerificationKeys: Sendable {
    private var named: [String: VerificationKey] = [:]
    private var nameless: [VerificationKey] = []

    /// Throws when it is no JWK set.
    init(_ bytes: [UInt8]) throws {
        for key in try JSONDecoder().decode(KeySet.self, from: Data(bytes)).keys.prefix(Limits.issuerKeysMax) {
            guard let usable = key.verificationKey else { continue }
            if let id = key.kid { named[id] = usable } else { nameless.append(usable) }
        }
    }

    /// By the name that a token says. A token without one is only clear when the set has one key.
    func key(_ id: String?) -> VerificationKey? {
        if let id { return named[id] }
        let all = nameless + named.values
        return all.count == 1 ? all.first : nil
    }
}

private struct KeySet: Decodable {
    var keys: [Key]

    struct Key: Decodable {
        let kty: String
        let kid: String?
        let alg: String?
        let use: String?
        let crv: String?
        let x: String?
        let y: String?
        let n: String?
        let e: String?

        var verificationKey: VerificationKey? {
            guard use == nil || use == "sig", let key = kty == "EC" ? elliptic : kty == "RSA" ? rsa : nil,
                alg == nil || alg == key.algorithm
            else { return nil }
            return key
        }

        private var elliptic: VerificationKey? {
            guard crv == "P-256", let x = x.flatMap({ base64URLDecoded($0) }), x.count == 32,
                let y = y.flatMap({ base64URLDecoded($0) }), y.count == 32
            else { return nil }
            return (try? P256.Signing.PublicKey(rawRepresentation: x + y)).map { .es256($0) }
        }

        private var rsa: VerificationKey? {
            guard let n = n.flatMap({ base64URLDecoded($0) }), let e = e.flatMap({ base64URLDecoded($0) }),
                (256...1024).contains(n.drop { $0 == 0 }.count), (1...4).contains(e.count)
            else { return nil }
            return (try? _RSA.Signing.PublicKey(n: n, e: e)).map { .rs256($0) }
        }
    }
}
