import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import TidelineCore
import TidelineService
import TidelineTestKit

@testable import TidelineServer

/// The same over a network, as far as loopback is one.
struct IssuerOverHTTPTests {
    /// Runs a server that answers with what the documents hold; an address that fails is 500.
    private func serve(_ documents: StubIssuer, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let responder = CallbackResponder { (request: Request, _: BasicRequestContext) in
            switch request.uri.path {
            case "/moved": return Response(status: .found, headers: [.location: "/keys"])
            case "/endless":
                return Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        for _ in 0..<1_000 { try await writer.write(ByteBuffer(repeating: 32, count: 4 << 10)) }
                        try await writer.finish(nil)
                    })
            default:
                guard let bytes = try? await documents.get(documents.address + request.uri.path, bytesMax: 0) else {
                    return Response(status: .internalServerError)
                }
                return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            }
        }
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in try await body(try #require(client.port)) }
    }

    @Test func `keys come from the issuer's discovery document`() async throws {
        let issuer = StubIssuer()
        try await serve(issuer) { port in
            issuer.move(to: "http://127.0.0.1:\(port)")
            let http = HTTPIssuerDocuments(timeoutSeconds: 300)
            try await TestServer.run(external: (issuer.address, http, nil)) { server in
                let token = try issuer.token(now: server.clock.now().milliseconds / 1_000)
                let reply = try await server.send(.get, "/api/v1/users/me", token: .text(token))
                #expect(reply.status == 200, "\(reply.text)")
            }
        }
    }

    @Test func `redirects, failures, endless answers and nobody at all are errors`() async throws {
        let source = StubIssuer()
        source.setDown(true)
        try await serve(source) { port in
            let http = HTTPIssuerDocuments()
            for path in ["/moved", "/keys", "/endless"] {
                await #expect(throws: (any Error).self, "\(path)") {
                    _ = try await http.get("http://127.0.0.1:\(port)\(path)", bytesMax: 64 << 10)
                }
            }
            await #expect(throws: (any Error).self) { _ = try await http.get("http://127.0.0.1:1/keys", bytesMax: 64) }
        }
    }
}
