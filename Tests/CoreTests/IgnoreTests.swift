import Foundation
import Testing
import TidelineCore

/// Ignore rules, by what gitignore(5) says, and by what git itself does.
@Suite struct IgnoreTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rules: String
        /// Folders end with a slash.
        let ignored: [String]
        let kept: [String]

        init(_ rules: String, ignored: [String] = [], kept: [String] = []) {
            (self.rules, self.ignored, self.kept) = (rules, ignored, kept)
        }

        var testDescription: String { rules.debugDescription }
    }

    static let cases = [
        Case("# a comment\n\n   \n", kept: ["# a comment", "a"]),
        Case("a.txt", ignored: ["a.txt", "d/a.txt", "a.txt/", "a.txt/x"], kept: ["b.txt", "a.txt.bak", "ba.txt"]),
        Case("/a.txt", ignored: ["a.txt"], kept: ["d/a.txt"]),
        Case("d/a", ignored: ["d/a", "d/a/x"], kept: ["e/d/a", "a"]),
        Case("build/", ignored: ["build/", "build/x", "d/build/", "d/build/x/y"], kept: ["build", "d/build"]),
        Case("/build/", ignored: ["build/", "build/x"], kept: ["d/build/", "d/build/x"]),
        Case("*.o", ignored: ["a.o", ".o", "d/a.o", "x.o/y"], kept: ["a.out", "o"]),
        Case("*.o\n!keep.o", ignored: ["a.o"], kept: ["keep.o", "d/keep.o"]),
        Case("!keep.o\n*.o", ignored: ["keep.o"]),
        Case("d\n!d/keep", ignored: ["d/", "d/keep"]),
        Case("d/*\n!d/keep", ignored: ["d/x"], kept: ["d/", "d/keep"]),
        Case("/*\n!/a/\n/a/*\n!/a/b", ignored: ["x", "a/x"], kept: ["a/b", "a/"]),
        Case("a?c", ignored: ["abc", "a.c"], kept: ["ac", "abbc", "a/c"]),
        Case("a*c", ignored: ["ac", "abbc"], kept: ["a/c", "acb"]),
        Case("a*b*c*d", ignored: ["abcd", "axbxbcxd"], kept: ["acbd", "abc"]),
        Case("**/x", ignored: ["x", "a/x", "a/b/x"], kept: ["a/xx"]),
        Case("a/**", ignored: ["a/x", "a/b/x"], kept: ["a", "a/", "b/a/x"]),
        Case("a/**/b", ignored: ["a/b", "a/x/b", "a/x/y/b"], kept: ["ab", "a/xb", "x/a/b"]),
        Case("a**b", ignored: ["ab", "axxb"], kept: ["a/b"]),
        Case("a/x**y", ignored: ["a/xy", "a/xzy"], kept: ["a/x/y"]),
        Case("**/a/**/b", ignored: ["a/b", "q/a/w/e/b"], kept: ["q/b"]),
        Case("**", ignored: ["x", "d/x"]),
        Case("***/x", ignored: ["x", "d/x"]),
        Case("[abc].txt", ignored: ["a.txt", "c.txt"], kept: ["d.txt", "ab.txt", ".txt"]),
        Case("[!abc].txt", ignored: ["d.txt"], kept: ["a.txt"]),
        Case("[^abc].txt", ignored: ["d.txt"], kept: ["a.txt"]),
        Case("x[0-9-]", ignored: ["x5", "x-"], kept: ["xa"]),
        Case("x[]a]", ignored: ["x]", "xa"], kept: ["xb"]),
        Case("x[[:digit:]_]", ignored: ["x1", "x_"], kept: ["xa"]),
        Case("x[[:nonsense:]]", kept: ["xn", "x1"]),
        Case("x[a\\]b]", ignored: ["x]", "xb"], kept: ["x\\"]),
        Case("x[ab", kept: ["x[ab", "xa"]),
        Case("a[x/y]b", ignored: ["axb"], kept: ["a/b", "azb"]),
        Case("\\#x\n\\!y", ignored: ["#x", "!y"], kept: ["x", "y"]),
        Case("a\\*b", ignored: ["a*b"], kept: ["axb"]),
        Case("x\\", kept: ["x", "x\\"]),
        Case("a  \nb\\ \nc\\  ", ignored: ["a", "b ", "c "], kept: ["a  ", "b", "c"]),
        Case(" a", ignored: [" a"], kept: ["a"]),
        Case("a\t", kept: ["a"]),
        Case("a\r\nb\r\n", ignored: ["a", "b"]),
        Case("!", kept: ["!", "x"]),
        Case("/", kept: ["x"]),
        Case("//x", kept: ["x"]),
        Case("a//b", kept: ["a/b"]),
        Case("A", kept: ["a"]),
        Case("\u{FEFF}a", ignored: ["a"]),
        Case("foo/*/bar", ignored: ["foo/x/bar"], kept: ["foo/bar", "foo/x/y/bar"]),
        Case("*/x", ignored: ["a/x"], kept: ["x", "a/b/x"]),
        Case("é*", ignored: ["éa"], kept: ["ea"]),
    ]

    private func rules(_ files: [String: String]) throws -> IgnoreRules {
        var rules = IgnoreRules()
        for (folder, text) in files { rules.set(try IgnoreFile(Array(text.utf8)), in: folder) }
        return rules
    }

    private func isIgnored(_ path: String, _ rules: IgnoreRules) -> Bool {
        rules.match(path, isFolder: path.hasSuffix("/")) != nil
    }

    @Test(arguments: cases) func `a rule ignores what it says`(_ test: Case) throws {
        let rules = try rules(["": test.rules])
        for path in test.ignored { #expect(isIgnored(path, rules), "\(path) should be ignored") }
        for path in test.kept { #expect(!isIgnored(path, rules), "\(path) should be kept") }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git")), arguments: cases)
    func `git takes it alike`(_ test: Case) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("tideline-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try git(["init", "-q"], in: directory)
        try Data(test.rules.utf8).write(to: directory.appendingPathComponent(".gitignore"))
        let rules = try rules(["": test.rules])
        for path in test.ignored + test.kept {
            // Git sees on the disk what is a folder.
            let folder = path.hasSuffix("/") ? directory.appendingPathComponent(path) : nil
            if let folder { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
            let name = folder == nil ? path : String(path.dropLast())
            let status = try git(["check-ignore", "-q", "--no-index", "--", name], in: directory)
            if folder != nil { try FileManager.default.removeItem(at: directory.appendingPathComponent(top(path))) }
            #expect((status == 0) == isIgnored(path, rules), "\(path)")
        }
    }

    private func top(_ path: String) -> String { String(path.prefix { $0 != "/" }) }

    @discardableResult
    private func git(_ arguments: [String], in directory: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/git")
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ["HOME": directory.path, "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test func `nearer files win, and reach only what is below them`() throws {
        let rules = try rules(["": "*.log\n/d/only", "d": "!keep.log\n/top\ne/", "d/e": "!x"])
        for path in ["a.log", "d/a.log", "d/only", "d/top", "d/e/", "d/e/x"] { #expect(isIgnored(path, rules)) }
        for path in ["d/keep.log", "d/f/keep.log", "d/f/top", "top", "e/", "keep.txt"] {
            #expect(!isIgnored(path, rules))
        }
        #expect(isIgnored("keep.log", rules))
    }

    @Test func `a match names its file, its line and what it is about`() throws {
        let rules = try rules(["d": "# first\n\nbuild/\n"])
        let match = try #require(rules.match("d/build/x/y", isFolder: false))
        #expect(match.folder == "d" && match.line == 3 && match.pattern == "build/" && match.path == "d/build")
        #expect(rules.match(".DS_Store", isFolder: false)?.folder == nil)
    }

    @Test(arguments: [
        ".a.txt.swp", ".swp.swx", "a~", ".#a", "#a#", "4913", ".goutputstream-X1", "~$a.docx", ".~lock.a.odt#",
        ".DS_Store", "Thumbs.db", "desktop.ini", ".directory",
    ])
    func `what editors and systems leave behind is ignored, as files only`(_ name: String) {
        let rules = IgnoreRules()
        #expect(isIgnored(name, rules) && isIgnored("d/" + name, rules))
        #expect(!isIgnored(name + "/", rules) && !isIgnored(name + "/x", rules))
    }

    @Test(arguments: ["a.tmp", "a.bak", ".hidden", "4913.txt", "#a", "~a", "swp", ".gitignore"])
    func `other names are somebody's work`(_ name: String) { #expect(!isIgnored(name, IgnoreRules())) }

    @Test func `a built-in rule can be taken back`() throws {
        #expect(try !isIgnored("a~", rules(["": "!*~"])))
    }

    @Test func `ignore files sync though a rule fits them, unless their folder is ignored`() throws {
        let rules = try rules(["": "*\n!d/\nx/", "d": ".tidelineignore"])
        #expect(!isIgnored(".tidelineignore", rules) && !isIgnored("d/.tidelineignore", rules))
        #expect(isIgnored("x/.tidelineignore", rules))
    }

    @Test func `spellings of a name count as one`() throws {
        #expect(try isIgnored("caf\u{65}\u{301}", rules(["": "caf\u{E9}"])))
        #expect(try isIgnored("d\u{E9}/x", rules(["d\u{65}\u{301}": "x"])))
    }

    @Test func `a file that is too long, or has too many rules, is refused whole`() {
        #expect(throws: IgnoreFileError.tooLarge) { try IgnoreFile([UInt8](repeating: 10, count: 200 << 10)) }
        #expect(throws: IgnoreFileError.tooManyRules) {
            try IgnoreFile(Array(String(repeating: "x\n", count: Limits.ignoreRulesMax + 1).utf8))
        }
    }

    @Test func `a hostile pattern takes no longer than its length says`() throws {
        let rules = try rules(["": String(repeating: "*a", count: 100) + "b"])
        #expect(!isIgnored(String(repeating: "a", count: 250), rules))
        let folders = try self.rules(["": String(repeating: "**/a/", count: 30) + "b"])
        #expect(!isIgnored(String(repeating: "a/", count: 60) + "c", folders))
    }

    @Test func `taking a file away takes its rules`() throws {
        var rules = try rules(["d": "x"])
        rules.set(nil, in: "d")
        #expect(rules == IgnoreRules() && !isIgnored("d/x", rules))
    }
}
