import Synchronization
import TidelineCore

/// What logins share between requests: the counters, and a hash that nobody's password has.
final class LoginGate: Sendable {
    private let limiter = Mutex(LoginLimiter())
    private let dummy = Mutex<String?>(nil)

    func attempt(_ keys: [String], at now: Timestamp) throws {
        if let seconds = limiter.withLock({ $0.attempt(keys, at: now) }) {
            throw ServiceError(
                .rateLimited, "Too many failed logins; try again in \(seconds) seconds.", retryAfter: seconds)
        }
    }

    func succeeded(account: String?, others: [String]) {
        limiter.withLock { $0.succeeded(account: account, others: others) }
    }

    /// Verified against when the name is unknown, so that an unknown name takes as long as a wrong password. Each login
    /// asks for it first, so making it once tells nothing.
    func dummyHash(_ context: ServiceContext) async throws -> String {
        if let hash = dummy.withLock({ $0 }) { return hash }
        let hash = try await context.passwords.hash(base64URL(context.secrets.bytes(32)))
        dummy.withLock { $0 = hash }
        return hash
    }
}

/// RFC 4648, section 5, without padding.
func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
        bits = bits << 8 | UInt32(byte)
        count += 8
        while count >= 6 {
            count -= 6
            text.append(alphabet[Int(bits >> UInt32(count) & 63)])
        }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
    return String(decoding: text, as: UTF8.self)
}
