import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TidelineCore
import TidelineService

/// Fetches with an HTTP client that follows no redirects, and lives for one fetch: there is one in some minutes.
package struct HTTPIssuerDocuments: IssuerDocuments {
    private let timeoutSeconds: Int64

    package init(timeoutSeconds: Int64 = Limits.issuerTimeoutSeconds) { self.timeoutSeconds = timeoutSeconds }

    package func get(_ address: String, bytesMax: Int) async throws -> [UInt8] {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<[UInt8], any Error>
        do { result = .success(try await get(address, bytesMax, http)) } catch { result = .failure(error) }
        try await http.shutdown()
        return try result.get()
    }

    private func get(_ address: String, _ bytesMax: Int, _ http: HTTPClient) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Accept", value: "application/json")
        let response = try await http.execute(request, timeout: .seconds(timeoutSeconds))
        guard response.status == .ok else { throw IssuerFault.status(Int(response.status.code)) }
        return Array(try await response.body.collect(upTo: bytesMax).readableBytesView)
    }
}
