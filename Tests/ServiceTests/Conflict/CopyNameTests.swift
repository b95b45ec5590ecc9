import Testing
import TidelineCore

struct CopyNameTests {
    private func copy(_ name: String, device: String = "laptop", taken: Set<String> = []) throws -> String {
        try conflictedCopyName(of: NodeName(name), device: device, day: "2026-04-23") { taken.contains($0.text) }.text
    }

    @Test(arguments: [
        ("spec.pdf", "spec (conflicted copy, laptop, 2026-04-23).pdf"),
        ("README", "README (conflicted copy, laptop, 2026-04-23)"),
        (".profile", ".profile (conflicted copy, laptop, 2026-04-23)"),
        ("a.tar.gz", "a.tar (conflicted copy, laptop, 2026-04-23).gz"),
    ])
    func `the mark stands before the extension`(name: String, expected: String) throws {
        #expect(try copy(name) == expected)
    }

    @Test func `taken names are counted up`() throws {
        let first = try copy("a.txt")
        #expect(try copy("a.txt", taken: [first]) == "a (conflicted copy, laptop, 2026-04-23) 2.txt")
        let second = try copy("a.txt", taken: [first])
        #expect(try copy("a.txt", taken: [first, second]) == "a (conflicted copy, laptop, 2026-04-23) 3.txt")
    }

    @Test(arguments: ["a", "ü", "漢", "👩‍👩‍👧‍👦"])
    func `a long name is cut at a character and keeps its extension`(character: String) throws {
        var name = ""
        while name.utf8.count + character.utf8.count <= 250 { name += character }
        let copy = try copy(name + ".jpeg", device: String(repeating: "d", count: 200))
        #expect(copy.utf8.count <= 255 && copy.hasSuffix(", 2026-04-23).jpeg"))
        let stem = copy.prefix { $0 != " " }
        #expect(!stem.isEmpty && stem.allSatisfy { String($0) == character })
    }

    @Test func `a device's name cannot make a path`() throws {
        #expect(try copy("a", device: "x/../y") == "a (conflicted copy, x-..-y, 2026-04-23)")
    }

    @Test func `a name of nothing but one long cluster still gets a copy's name`() throws {
        let name = "e" + String(repeating: "\u{301}", count: 100)
        #expect(try copy(name).utf8.count <= 255)
    }
}
