import Testing

/// The rules of the house, checked on the source tree as it is.
@Suite struct TidyTests {
    /// Read once for all tests.
    private static let tree = Result { try projectFiles() }
    private let files: [SourceFile]

    init() throws {
        files = try Self.tree.get()
        try #require(files.contains { $0.target == "TidelineCore" }, "the source tree was not found")
    }

    @Test func `every target imports only what lies further in`() {
        #expect(files.flatMap(RingRule.findings) == [])
    }

    @Test func `no banned word is used`() {
        #expect(files.flatMap(WordRule.findings) == [])
    }

    @Test func `no function and no file is too long`() {
        #expect(files.flatMap(LengthRule.findings) == [])
    }

    @Test func `every public thing of the SDK has a doc comment`() {
        #expect(files.flatMap(DocRule.findings) == [])
    }
}
