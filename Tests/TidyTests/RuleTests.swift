import Testing

/// Each rule finds what it is for, and nothing else.
@Suite struct RuleTests {
    // MARK: Rings

    @Test(arguments: [
        ("TidelineCore", "import TidelineAPI"), ("TidelineCore", "import NIOPosix"), ("TidelineCore", "import Glibc"),
        ("TidelineAPI", "package import TidelineService"), ("TidelineAPI", "import FoundationNetworking"),
        ("TidelineService", "import TidelineSync"), ("TidelineService", "import GRDB"),
        ("TidelineService", "import Hummingbird"), ("TidelineSync", "@testable import TidelineService"),
        ("TidelineSync", "import TidelineFolder"), ("TidelineSQLite", "import TidelineContent"),
        ("TidelineServer", "public import TidelineSQLite"), ("TidelineClient", "import struct TidelineFolder.Thing"),
        ("TidelineFolder", "import tideline"), ("TidelineMystery", "import TidelineCore"),
    ])
    func `a forbidden import is found`(_ target: String, _ line: String) {
        let file = SourceFile(path: "Sources/\(target)/Deep/Some.swift", text: "// Some file\n\(line)\n")
        #expect(RingRule.findings(in: file).count == 1)
    }

    @Test(arguments: [
        ("TidelineCore", "import Crypto"), ("TidelineAPI", "public import TidelineCore"),
        ("TidelineService", "import TidelineAPI"), ("TidelineSQLite", "import GRDB"),
        ("TidelineContent", "package import TidelineService"), ("TidelineServer", "import Hummingbird"),
        ("TidelineTestKit", "import TidelineSync"), ("tideline", "import TidelineSQLite"),
        ("TidelineCore", "// import GRDB"), ("TidelineCore", "let text = \"import GRDB\""),
        ("TidelineCore", "let important = 1"),
    ])
    func `an allowed import passes`(_ target: String, _ line: String) {
        let file = SourceFile(path: "Sources/\(target)/Some.swift", text: line)
        #expect(RingRule.findings(in: file) == [])
    }

    // MARK: Doc comments

    @Test func `a public thing of the SDK without a doc comment is found`() {
        let text = """
            public import TidelineAPI
            public struct Bare {
                /// Said.
                @discardableResult
                public func told() {}
                public func untold() {}
                let inner = "public func no()"
            }
            """
        let file = SourceFile(path: "Sources/TidelineClient/Some.swift", text: text)
        #expect(DocRule.findings(in: file).map(\.line) == [2, 6])
        #expect(DocRule.findings(in: SourceFile(path: "Sources/TidelineSync/Some.swift", text: text)) == [])
    }

    // MARK: Words

    @Test(arguments: [
        ("Sources/TidelineServer/A.swift", "let a = try! b()"), ("Tests/CoreTests/A.swift", "let a = b as! C"),
        ("Sources/tideline/A.swift", "fatalError()"), ("Sources/TidelineServer/A.swift", "print(1)"),
        ("Sources/TidelineServer/A.swift", "let text = \"\\(try! name())\""),
        ("Sources/TidelineCore/A.swift", "Date()"), ("Sources/TidelineAPI/A.swift", "let now = Date.now"),
        ("Sources/TidelineService/A.swift", "try await Task.sleep(for: .seconds(1))"),
        ("Sources/TidelineSync/A.swift", "Int.random(in: 0..<3)"),
        ("Sources/TidelineSync/A.swift", "var g = SystemRandomNumberGenerator()"),
        ("Tests/SyncTests/A.swift", "try await Task.sleep(for: .seconds(1))"),
        ("Sources/TidelineServer/A.swift", "// TO" + "DO: later"), ("docs/storage.md", "FIX" + "ME"),
        ("scripts/setup", "# X" + "XX"), ("README.md", "see ../" + "shared/spec"),
    ])
    func `a banned word is found`(_ path: String, _ line: String) {
        let findings = WordRule.findings(in: SourceFile(path: path, text: "\n\(line)\n"))
        #expect(findings.map(\.line) == [2])
    }

    @Test(arguments: [
        ("Sources/TidelineServer/A.swift", "// Never use try! here, and do not print(this)."),
        ("Sources/TidelineServer/A.swift", "let a = \"fatalError( as! \""),
        ("Sources/TidelineServer/A.swift", "let a = entry.fingerprint()"),
        ("Sources/TidelineServer/A.swift", "let a = Date()"), ("Sources/tideline/A.swift", "print(1)"),
        ("Sources/TidelineClient/A.swift", "try await Task.sleep(for: pause)"),
        ("Sources/TidelineCore/A.swift", "let update = validateDate(x)"),
        ("Tests/SyncTests/A.swift", "while !isDone {\n    try await Task.sleep(for: pause)\n}"),
        ("Tests/CoreTests/A.swift", "@Test func `try! is refused`() {}"),
    ])
    func `an innocent word passes`(_ path: String, _ line: String) {
        #expect(WordRule.findings(in: SourceFile(path: path, text: line)) == [])
    }

    // MARK: Lengths

    private func function(lines: Int, head: String = "func long()") -> String {
        head + " {\n" + String(repeating: "    step()\n", count: lines - 2) + "}\n"
    }

    @Test(arguments: [
        "func long()", "init()", "subscript(a: Int) -> Int", "func a(b: () -> Void = {}) -> [Int]", "deinit",
    ])
    func `a function that is too long is found, and one that is as long as allowed passes`(_ head: String) {
        func findings(_ lines: Int) -> [Finding] {
            let text = "protocol P { func other() }\nstruct S {\n" + function(lines: lines, head: head) + "}\n"
            return LengthRule.findings(in: SourceFile(path: "Sources/TidelineCore/A.swift", text: text))
        }
        #expect(findings(LengthRule.functionLinesMax) == [])
        #expect(findings(LengthRule.functionLinesMax + 1).map(\.line) == [3])
    }

    @Test func `braces in strings and comments do not end a function`() {
        let body = String(
            repeating: "    a(\"}\\(b(\"}\"))\") // }\n    /* } */\n    let t = \"\"\"\n    }\n    \"\"\"\n", count: 20)
        let file = SourceFile(path: "Tests/A/A.swift", text: "func f() {\n" + body + "}\n")
        #expect(LengthRule.findings(in: file).count == 1)
    }

    @Test func `many short functions are fine, in a file that is not too long`() {
        let text = (0..<40).map { _ in function(lines: 10) }.joined()
        #expect(LengthRule.findings(in: SourceFile(path: "Sources/A/A.swift", text: text)) == [])
        let longer = text + String(repeating: "\n", count: 51)
        #expect(LengthRule.findings(in: SourceFile(path: "Sources/A/A.swift", text: longer)).count == 1)
    }

    @Test func `a requirement and a call have no length`() {
        let filler = String(repeating: "\n", count: 100)
        let text =
            "protocol P {\n    func a()\n    init()\(filler)}\nlet a = S.init(1)\(filler)struct T { let b = { 1 } }"
        #expect(LengthRule.findings(in: SourceFile(path: "Sources/A/A.swift", text: text)) == [])
    }
}
