import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TidelineCore
import TidelineService

/// Fetches with an HTTP client of its own, which follows no redirects.
package final class HTTPIssuerDocuments: IssuerDocuments {
    private let http: HTTPClient

    package init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func get(_ address: String, bytesMax: Int) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Accept", value: "application/json")
        let response = try await http.execute(request, timeout: .seconds(Limits.issuerTimeoutSeconds))
        guard response.status == .ok else { throw IssuerFault.status(Int(response.status.code)) }
        return Array(try await response.body.collect(upTo: bytesMax).readableBytesView)
    }

    /// Closes its connections.
    package func close() async { try? await http.shutdown() }
}
