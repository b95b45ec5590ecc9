import Testing
import TidelineCore

@Suite struct NameTests {
    @Test(arguments: [
        "a", "a b", " ", "trailing ", "dots...", "...", ".hidden", "a\nb", "%2F", "\"'", "日本語", "👨‍👩‍👧", "\\", ":*?<>|",
        String(repeating: "a", count: 255), String(repeating: "é", count: 127),
    ])
    func `any other name is kept as it is`(_ text: String) throws {
        #expect(try NodeName(text).text.utf8.elementsEqual(text.utf8))
    }

    @Test(
        arguments: [
            ("", .empty), (".", .reserved), ("..", .reserved), ("a/b", .forbiddenCharacter), ("/", .forbiddenCharacter),
            ("/\u{301}", .forbiddenCharacter), ("a\0", .forbiddenCharacter),
            (String(repeating: "a", count: 256), .tooLong), (String(repeating: "é", count: 128), .tooLong),
        ] as [(String, NameError)])
    func `an impossible name is refused`(_ text: String, _ error: NameError) {
        #expect(throws: error) { try NodeName(text) }
        #expect(!error.explanation.isEmpty)
    }

    @Test func `a name is normalised before it is measured`() throws {
        let decomposed = String(repeating: "e\u{301}", count: 127)
        #expect(decomposed.utf8.count == 381)
        #expect(try NodeName(decomposed).text.utf8.count == 254)
        #expect(try Array(NodeName("e\u{301}").text.unicodeScalars) == ["\u{E9}"])
    }

    @Test(arguments: [
        ("README", "readme"), ("Straße", "STRASSE"), ("Straße", "strasse"), ("ẞ", "ss"), ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ς", "Σ"), ("\u{212A}", "k"), ("\u{212B}", "å"), ("é", "E\u{301}"), ("ﬁ", "FI"), ("ŉ", "ʼn"), ("ﬀ", "Ff"),
        ("ǆ", "ǅ"), ("µ", "μ"), ("ſ", "S"), ("ᾳ", "αι"), ("İ", "i\u{307}"), ("Ꭰ", "ꭰ"), ("և", "եւ"), ("𐐀", "𐐨"),
        ("\u{1E9B}\u{323}", "\u{1E69}"), ("\u{345}", "ι"),
    ])
    func `names that differ in case or form only have the same key`(_ one: String, _ other: String) throws {
        #expect(try NodeName(one).key == NodeName(other).key)
    }

    @Test(arguments: [
        ("ı", "i"), ("ı", "I"), ("İ", "i"), ("e", "é"), ("a", "а"), ("ss", "s"), ("Ⅷ", "VIII"), ("²", "2"), ("ﾊ", "ハ"),
        ("a", "a "), ("ø", "o"), ("ð", "d"),
    ])
    func `names that differ otherwise have other keys`(_ one: String, _ other: String) throws {
        #expect(try NodeName(one).key != NodeName(other).key)
    }

    /// The classes of all scalars were also compared with Python 3.11's `str.casefold` once: they agree but for letters that
    /// came after its Unicode 14.
    @Test func `the key of a key is itself`() {
        var differing: [Unicode.Scalar] = []
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let key = String(Character(scalar)).caseFolded
            if !key.caseFolded.unicodeScalars.elementsEqual(key.unicodeScalars) { differing.append(scalar) }
        }
        #expect(differing == [])
    }
}

@Suite struct PathTests {
    @Test func `a path is read and written`() throws {
        let path = try NodePath(parsing: "/Eng/spec v2.pdf")
        #expect(path.names.map(\.text) == ["Eng", "spec v2.pdf"])
        #expect(path.description == "/Eng/spec v2.pdf")
        #expect(path.name?.text == "spec v2.pdf")
        #expect(path.parent?.description == "/Eng")
        #expect(try path.parent?.appending(NodeName("x")).description == "/Eng/x")
    }

    @Test func `the root has neither name nor parent`() throws {
        let root = try NodePath(parsing: "/")
        #expect(root == .root && root.description == "/" && root.name == nil && root.parent == nil)
        #expect(try NodePath(parsing: "/a").parent == .root)
    }

    @Test func `a combining mark after a slash belongs to the name`() throws {
        let path = try NodePath(parsing: "/a/\u{301}b")
        #expect(path.names.count == 2)
        #expect(try NodePath(parsing: path.description) == path)
    }

    @Test(
        arguments: [
            ("", .relative), ("a/b", .relative), ("//", .name(.empty)), ("/a/", .name(.empty)),
            ("/a//b", .name(.empty)),
            ("/a/../b", .name(.reserved)), ("/./a", .name(.reserved)), ("/a\0b", .name(.forbiddenCharacter)),
            ("/" + String(repeating: "a", count: 256), .name(.tooLong)),
            (String(repeating: "/a", count: 129), .tooDeep),
            (String(repeating: "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", count: 125), .tooLong),
        ] as [(String, PathError)])
    func `an impossible path is refused`(_ text: String, _ expected: PathError) {
        let error = #expect(throws: PathError.self) { try NodePath(parsing: text) }
        #expect(error?.explanation == expected.explanation)
    }

    @Test func `a path may be as deep as the limit`() throws {
        #expect(try NodePath(parsing: String(repeating: "/a", count: 128)).names.count == Limits.depthMax)
    }
}
