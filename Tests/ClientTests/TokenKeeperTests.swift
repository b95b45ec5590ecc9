import Foundation
import Synchronization
import Testing
import TidelineAPI
import TidelineCore
import TidelineTestKit

@testable import TidelineClient

@Suite struct TokenKeeperTests {
    private let clock = FakeClock()
    private static let past = "2026-01-01T00:00:00Z"

    /// Counts exchanges and answers a1, r1, then a2, r2 …
    private final class Exchange: Sendable {
        let used = Mutex<[String]>([])

        func callAsFunction(_ refreshToken: String) -> TokenAnswer {
            used.withLock { used in
                used.append(refreshToken)
                return TokenAnswer(
                    accessToken: "a\(used.count)", tokenType: "Bearer", expiresIn: 3_600,
                    refreshToken: "r\(used.count)")
            }
        }
    }

    private func keeper(_ store: some CredentialStore, _ exchange: Exchange) -> TokenKeeper {
        TokenKeeper(source: .stored(store), time: clock) { refreshToken throws(TidelineError) in exchange(refreshToken)
        }
    }

    @Test func `a token that is not due is used as it is`() async throws {
        let exchange = Exchange()
        #expect(try await keeper(MemoryStore(.sample()), exchange).current() == "a0")
        #expect(exchange.used.withLock { $0.isEmpty })
    }

    @Test func `a token that is due is renewed, and again when the new one is due`() async throws {
        let exchange = Exchange()
        let store = MemoryStore(.sample(renewAt: Self.past))
        let keeper = keeper(store, exchange)
        #expect(try await keeper.current() == "a1")
        #expect(try await keeper.current() == "a1")
        clock.advance(seconds: 3_600 - 60)
        #expect(try await keeper.current() == "a2")
        #expect(exchange.used.withLock { $0 } == ["r0", "r1"])
        #expect(store.saved == ["r1", "r2"])
    }

    @Test func `many callers share one renewal`() async throws {
        let exchange = Exchange()
        let keeper = keeper(MemoryStore(.sample(renewAt: Self.past)), exchange)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await keeper.current() } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens == ["a1"])
        #expect(exchange.used.withLock { $0 } == ["r0"])
    }

    @Test func `many calls that were refused the same token share one renewal`() async throws {
        let exchange = Exchange()
        let keeper = keeper(MemoryStore(.sample()), exchange)
        let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await keeper.replacement(for: "a0") } }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(tokens == ["a1"])
        #expect(exchange.used.withLock { $0 } == ["r0"])
    }

    @Test func `no token is used before its refresh token is saved`() async throws {
        let exchange = Exchange()
        let keeper = keeper(MemoryStore(.sample(renewAt: Self.past), failsToSave: true), exchange)
        let error = await #expect(throws: TidelineError.self) { try await keeper.current() }
        #expect(error?.kind == .storage)
    }

    @Test func `what another process renewed is taken instead of renewing again`() async throws {
        let exchange = Exchange()
        let store = MemoryStore(.sample())
        let keeper = keeper(store, exchange)
        #expect(try await keeper.current() == "a0")
        store.replace(.sample(access: "other", refresh: "r9"))
        #expect(try await keeper.replacement(for: "a0") == "other")
        #expect(exchange.used.withLock { $0.isEmpty })
    }

    @Test func `a cancelled caller does not lose the tokens that were exchanged`() async throws {
        let exchange = Exchange()
        let store = MemoryStore(.sample(renewAt: Self.past))
        let keeper = keeper(store, exchange)
        let caller = Task { try await keeper.current() }
        caller.cancel()
        _ = try? await caller.value
        #expect(try await keeper.current() == "a1")
        #expect(store.saved == ["r1"])
    }

    @Test func `a spent refresh token asks for a login`() async throws {
        let keeper = TokenKeeper(source: .stored(MemoryStore(.sample(renewAt: Self.past))), time: clock) {
            _ throws(TidelineError) in throw TidelineError(.problem(.badRequest), "invalid_grant", status: 400)
        }
        let error = await #expect(throws: TidelineError.self) { try await keeper.current() }
        #expect(error?.kind == .notLoggedIn)
        #expect(error?.detail.contains("tideline login http://127.0.0.1:1 alice") == true)
    }

    @Test func `without credentials there is no token`() async throws {
        let stored = keeper(MemoryStore(nil), Exchange())
        let error = await #expect(throws: TidelineError.self) { try await stored.current() }
        #expect(error?.kind == .notLoggedIn)
        let fixed = TokenKeeper(source: .fixed("t"), time: clock) { _ throws(TidelineError) in
            throw TidelineError(.garbage, "")
        }
        #expect(try await fixed.current() == "t")
        #expect(try await fixed.replacement(for: "t") == nil)
    }

    @Test(arguments: [(3_600, 3_540), (300, 240), (100, 80), (2, 1), (0, 0)])
    func `a token is renewed a minute before its end, a short one earlier`(expiresIn: Int, renewAfter: Int) {
        var credentials = Credentials.sample()
        credentials.accept(
            TokenAnswer(accessToken: "a", tokenType: "Bearer", expiresIn: expiresIn, refreshToken: "r"), at: clock.now()
        )
        let renewAt = Timestamp(rfc3339: credentials.renewAt)
        #expect(renewAt.map { ($0.milliseconds - clock.now().milliseconds) / 1_000 } == Int64(renewAfter))
    }

    @Test func `processes that share a file renew once and keep it private`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/home/credentials.json"
        let exchange = Exchange()
        let stores = (0..<8).map { _ in CredentialFile(path: path) }
        try stores[0].save(.sample(renewAt: Self.past))
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for store in stores {
                let keeper = keeper(store, exchange)
                group.addTask { try await keeper.current() }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens == ["a1"])
        #expect(exchange.used.withLock { $0 } == ["r0"])
        #expect(try stores[0].load()?.refreshToken == "r1")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/home").count == 2)
    }
}
