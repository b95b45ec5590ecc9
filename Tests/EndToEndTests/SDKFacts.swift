import Foundation
import Testing

/// The example of docs/sdk.md is this target's SDKExample.swift, and it runs.
@Suite(.timeLimit(.minutes(5))) struct SDKFacts {
    @Test func `the documented example does what it says`() async throws {
        try await Harness.open { harness in
            _ = try await harness.team("one")
            let lines = try await example(url: harness.server.url, user: "admin", password: Server.password)
            #expect(lines == ["hello.txt", "/hello.txt"])
        }
    }

    @Test func `the page shows the example as it is compiled`() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let example = try String(contentsOf: tests.appendingPathComponent("SDKExample.swift"), encoding: .utf8)
        let page = try String(contentsOf: root.appendingPathComponent("docs/sdk.md"), encoding: .utf8)
        #expect(
            page.contains("```swift\n" + example + "```\n"),
            "copy Tests/EndToEndTests/SDKExample.swift into docs/sdk.md")
    }
}
