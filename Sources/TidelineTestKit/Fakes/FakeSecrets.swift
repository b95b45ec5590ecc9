import Synchronization
import TidelineService

/// "Hashes" by marking the text, and counts how often it was asked to verify.
package final class PlainPasswordHasher: PasswordHasher {
    private let verifications = Mutex(0)

    package init() {}

    package var verificationCount: Int { verifications.withLock { $0 } }

    package func hash(_ password: String) async throws -> String { "plain:" + password }

    package func verify(_ password: String, against hash: String) async throws -> Bool {
        verifications.withLock { $0 += 1 }
        return hash == "plain:" + password
    }
}

/// Bytes that count up: different at each call, the same in each run.
package final class FixedSecrets: SecretSource {
    private let calls = Mutex<UInt8>(0)

    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        let call = calls.withLock { calls in
            calls &+= 1
            return calls
        }
        return (0..<count).map { UInt8(truncatingIfNeeded: $0) &+ call &* 37 }
    }
}
