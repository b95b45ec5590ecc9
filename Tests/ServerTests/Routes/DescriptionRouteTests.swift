import HTTPTypes
import NIOCore
import Testing

@testable import TidelineServer

struct DescriptionRouteTests {
    @Test func `anybody may read openapi.yaml, and is told when they have it`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, "/openapi.yaml", token: .none)
            #expect(reply.status == 200 && reply.headers[.contentType] == "application/yaml")
            #expect(reply.text == Description.yaml)
            let tag = try #require(reply.headers[.eTag])
            let again = try await server.send(.get, "/openapi.yaml", token: .none, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.body.readableBytes == 0 && again.headers[.eTag] == tag)
            let head = try await server.send(.head, "/openapi.yaml", token: .none)
            #expect(head.status == 200 && head.body.readableBytes == 0)
        }
    }

    @Test func `the page needs nothing from elsewhere, and may load nothing`() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, "/docs", token: .none)
            #expect(reply.status == 200 && reply.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(reply.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(!policy.contains("unsafe") && !policy.contains("://"))
            for tag in ["<link", "<img", "<iframe", " src=", "@import", "url("] {
                #expect(!reply.text.contains(tag), "\(tag) loads something")
            }
            #expect(reply.text.contains("<wbr>sync/<wbr>apply</code>"))
        }
    }
}
