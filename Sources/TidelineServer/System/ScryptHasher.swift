import Crypto
import CryptoExtras
import Foundation
import NIOPosix
import Synchronization
import TidelineCore
package import TidelineService

/// Passwords by scrypt (RFC 7914), kept as `$scrypt$ln=15,r=8,p=1$salt$hash`.
///
/// Each takes about 32 MiB and a tenth of a second, so only two run at a time, on threads of their own.
package final class ScryptHasher: PasswordHasher {
    private struct Cost {
        var logRounds: Int
        var blockSize: Int
        var parallelism: Int
    }

    private static let hashBytes = 32
    private static let saltBytes = 16

    private let cost: Cost
    private let secrets: any SecretSource
    private let turns = Turns(atOnce: 2, waitingMax: Limits.passwordHashesWaitingMax)

    /// - Parameter logRounds: the binary logarithm of scrypt's N.
    package init(secrets: any SecretSource, logRounds: Int = 15) {
        self.secrets = secrets
        cost = Cost(logRounds: logRounds, blockSize: 8, parallelism: 1)
    }

    package func hash(_ password: String) async throws -> String {
        let salt = secrets.bytes(Self.saltBytes)
        let hash = try await derive(password, salt: salt, cost)
        return "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Data(salt).base64EncodedString())$\(Data(hash).base64EncodedString())"
    }

    package func verify(_ password: String, against text: String) async throws -> Bool {
        guard let (cost, salt, expected) = Self.parse(text) else { return false }
        let hash = try await derive(password, salt: salt, cost)
        // All bytes are looked at, so that the time tells nothing.
        return hash.count == expected.count && zip(hash, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func derive(_ password: String, salt: [UInt8], _ cost: Cost) async throws -> [UInt8] {
        try await turns.take {
            try await NIOThreadPool.singleton.runIfActive {
                // The terminating zero is there because an empty password has no address.
                let key = try KDF.Scrypt.deriveKey(
                    from: Array(password.utf8) + [0], salt: salt, outputByteCount: Self.hashBytes,
                    rounds: 1 << cost.logRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
                return key.withUnsafeBytes { Array($0) }
            }
        }
    }

    private static func parse(_ text: String) -> (Cost, salt: [UInt8], hash: [UInt8])? {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[1] == "scrypt", let salt = Data(base64Encoded: String(parts[3])),
            let hash = Data(base64Encoded: String(parts[4])), !salt.isEmpty
        else { return nil }
        let numbers = parts[2].split(separator: ",").map { $0.split(separator: "=").last.flatMap { Int($0) } }
        guard numbers.count == 3, let logRounds = numbers[0], let blockSize = numbers[1], let parallelism = numbers[2],
            (1...20).contains(logRounds), (1...32).contains(blockSize), (1...16).contains(parallelism)
        else { return nil }
        return (
            Cost(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism), Array(salt), Array(hash)
        )
    }
}
