import Foundation
import Testing
import TidelineCore
import TidelineService

@testable import TidelineServer

/// openapi.yaml says what the server does, and what is made from it is up to date.
struct DescriptionTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func `openapi.yaml has the routes of the server and no others`() async throws {
        let routes = try await TestServer.run { server in
            let api = API(
                service: TidelineService.Service(server.context), context: server.context, tokens: server.tokens,
                metrics: Metrics(), configuration: ServerConfiguration(), sendsFiles: false)
            return Set(api.routes.map { "\($0.method) \($0.template)" })
        }
        let described = try describedRoutes(text("openapi.yaml"))
        #expect(described.subtracting(routes) == [], "the server has no such routes")
        #expect(routes.subtracting(described) == [], "openapi.yaml does not describe these")
    }

    @Test func `openapi.yaml has the codes of errors and no others`() throws {
        let yaml = try text("openapi.yaml")
        let codes = Set(ErrorCode.allCases.map(\.rawValue))
        #expect(Set(list(after: "    ErrorCode:", in: yaml)) == codes)
        let rows = ErrorCode.allCases.map { "    | `\($0.rawValue)` | \($0.status) |" }
        #expect(rows.filter { !yaml.contains($0) } == [], "rows of the table of errors")
    }

    @Test func `the server shows openapi.yaml as it is`() throws {
        #expect(try text("openapi.yaml") == Description.yaml, "run `make docs`")
    }

    @Test(arguments: [
        "docs/protocol.md", "Sources/TidelineServer/Generated/Description+Page.swift",
        "Sources/TidelineServer/Generated/Description+Text.swift",
    ])
    func `what is made from openapi.yaml is up to date`(path: String) throws {
        let sources = try ["openapi.yaml", "scripts/docs", "scripts/docs-page.html"].map { try text($0) }.joined()
        let sum = Digest(of: Array(sources.utf8)).hex.prefix(16)
        #expect(try text(path).contains("Sources \(sum), text "), "run `make docs`")
    }

    @Test func `nobody edited docs/protocol.md by hand`() throws {
        let lines = try text("docs/protocol.md").split(separator: "\n", maxSplits: 1)
        let sum = Digest(of: Array(try #require(lines.last).utf8)).hex.prefix(16)
        #expect(lines.first?.hasSuffix("text \(sum). -->") == true, "edit openapi.yaml, then run `make docs`")
    }

    /// Such as `GET /docs`. A line scan is enough for a file whose form a formatter keeps.
    private func describedRoutes(_ yaml: String) -> Set<String> {
        var routes: Set<String> = []
        var path = ""
        for line in yaml.split(separator: "\n").drop(while: { $0 != "paths:" }).dropFirst() {
            if line.first?.isLetter == true { break }
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            let word = line.dropFirst(4).prefix { $0.isLowercase }
            if ["get", "post", "put", "patch", "delete"].contains(word), line == "    \(word):" {
                routes.insert("\(word.uppercased()) \(path)")
            }
        }
        return routes
    }

    /// The `- ITEM` lines after a line, as far as they go.
    private func list(after start: String, in yaml: String) -> [String] {
        yaml.split(separator: "\n").drop { $0 != start }.dropFirst().drop { !$0.hasPrefix("        - ") }
            .prefix { $0.hasPrefix("        - ") }.map { String($0.dropFirst(10)) }
    }
}
