import HTTPTypes
import NIOCore
import Testing
import TidelineCore

@testable import TidelineServer

struct TokenBucketTests {
    private let start = Timestamp(seconds: 1_000_000)

    @Test func `a full bucket gives all its tokens at once, then one each time that one comes back`() {
        var buckets = TokenBuckets<String>(size: 6, keysMax: 10)
        let first = (0..<6).map { _ in buckets.take("a", at: start) }
        #expect(first.map(\.remaining) == [5, 4, 3, 2, 1, 0])
        #expect(first.map(\.secondsUntilFull) == [10, 20, 30, 40, 50, 60])
        #expect(first.allSatisfy { $0.retryAfter == nil })
        let refused = buckets.take("a", at: start)
        #expect(refused == .init(remaining: 0, secondsUntilFull: 60, retryAfter: 10))
        #expect(buckets.take("a", at: start.adding(seconds: 9)).retryAfter == 1)
        #expect(buckets.take("a", at: start.adding(seconds: 10)).retryAfter == nil)
        #expect(buckets.take("a", at: start.adding(seconds: 10)).retryAfter == 10)
        #expect(buckets.take("a", at: start.adding(seconds: 1_000)).remaining == 5)
    }

    @Test(arguments: [1, 7, 60, 1_001])
    func `a minute brings as many tokens as the limit says`(size: Int) {
        var buckets = TokenBuckets<String>(size: size, keysMax: 10)
        var taken = 0
        while buckets.take("a", at: start).retryAfter == nil { taken += 1 }
        #expect(taken == size)
        while buckets.take("a", at: start.adding(seconds: 60)).retryAfter == nil { taken += 1 }
        #expect(taken == 2 * size)
    }

    @Test func `keys do not share a bucket`() {
        var buckets = TokenBuckets<String>(size: 1, keysMax: 10)
        #expect(buckets.take("a", at: start).retryAfter == nil)
        #expect(buckets.take("a", at: start).retryAfter == 60)
        #expect(buckets.take("b", at: start).retryAfter == nil)
    }

    @Test func `a clock that is set back keeps nobody out longer than a minute`() {
        var buckets = TokenBuckets<String>(size: 2, keysMax: 10)
        _ = buckets.take("a", at: start)
        let earlier = start.adding(seconds: -86_400)
        #expect(buckets.take("a", at: earlier).retryAfter == 30)
        #expect(buckets.take("a", at: earlier.adding(seconds: 60)).retryAfter != nil)
        var fresh = TokenBuckets<String>(size: 2, keysMax: 10)
        _ = fresh.take("a", at: earlier)
        #expect(fresh.take("a", at: start).remaining == 1)
    }

    @Test func `memory is bounded, and full buckets go first`() {
        var buckets = TokenBuckets<Int>(size: 60, keysMax: 100)
        for key in 0..<100 { _ = buckets.take(key, at: start) }
        #expect(buckets.keyCount == 100)
        let later = start.adding(seconds: 30)
        for _ in 0..<60 { _ = buckets.take(7, at: later) }
        for key in 1_000..<10_000 {
            _ = buckets.take(key, at: later)
            #expect(buckets.keyCount <= 100)
        }
    }
}

struct ClientAddressTests {
    private func address(_ peer: String, forwarded: [String], trusting ranges: [String]) throws -> String {
        let addresses = ClientAddress(trustedProxies: try ranges.map { try #require(AddressRange($0)) })
        var headers: HTTPFields = [:]
        headers[values: .xForwardedFor] = forwarded
        return addresses.of(try SocketAddress(ipAddress: peer, port: 1), headers)
    }

    @Test func `without a trusted proxy the field is not believed`() throws {
        #expect(try address("192.0.2.1", forwarded: ["198.51.100.7"], trusting: []) == "192.0.2.1")
        #expect(try address("192.0.2.1", forwarded: ["198.51.100.7"], trusting: ["10.0.0.0/8"]) == "192.0.2.1")
    }

    @Test(arguments: [
        (["198.51.100.7"], "198.51.100.7"),
        (["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        (["6.6.6.6", "198.51.100.7 , 10.1.1.1"], "198.51.100.7"),
        (["198.51.100.7:4711"], "198.51.100.7"),
        (["[2001:db8:1:2:3::4]:4711"], "20:1:d:b8:0:1:0:2"),
        (["nonsense"], "10.0.0.1"),
        (["6.6.6.6, nonsense, 10.1.1.1"], "10.1.1.1"),
        ([], "10.0.0.1"),
        (["10.1.1.1, 10.1.1.2"], "10.1.1.1"),
    ])
    func `behind trusted proxies the last address that is none of them counts`(field: [String], client: String) throws {
        #expect(try address("10.0.0.1", forwarded: field, trusting: ["10.0.0.0/8"]) == client)
    }

    @Test func `an IPv6 customer is known by 64 bits, and IPv4 in IPv6 is IPv4`() throws {
        let one = try address("2001:db8::1", forwarded: [], trusting: [])
        #expect(try address("2001:db8::ffff:2", forwarded: [], trusting: []) == one)
        #expect(try address("2001:db8:0:1::1", forwarded: [], trusting: []) != one)
        #expect(try address("::ffff:192.0.2.1", forwarded: [], trusting: []) == "192.0.2.1")
        #expect(try address("::ffff:10.0.0.1", forwarded: ["192.0.2.9"], trusting: ["10.0.0.1"]) == "192.0.2.9")
    }

    @Test(arguments: ["", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "2001:db8::/129", "10.0.0.0/8/8"])
    func `what is no range is refused`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
