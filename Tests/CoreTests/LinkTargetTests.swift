import Testing
import TidelineCore

/// Where links may point, and names that not every system can have.
@Suite struct LinkTargetTests {
    private func isKept(_ target: String, at path: String) -> Bool {
        LinkTarget.problem(target, at: path, ownFolder: ".tideline") == nil
    }

    @Test(arguments: [
        ("x", "l"), ("d/x", "l"), ("./x", "l"), ("d//x/", "l"), ("..", "d/l"), ("../x", "d/l"), ("../../x", "a/b/l"),
        (".", "l"), ("...", "l"), ("..x", "l"), ("é/ü", "l"), ("../.tidelineignore", "d/l"),
    ])
    func `a link to something in the folder is kept`(_ target: String, _ path: String) {
        #expect(isKept(target, at: path))
    }

    @Test(arguments: [
        ("", "l"), ("/etc/passwd", "l"), ("/", "l"), ("..", "l"), ("../x", "l"), ("../../x", "d/l"),
        ("./../x", "l"), ("d/../x", "l"), ("d/../../x", "l"), ("../d/../../x", "d/l"), ("x/..", "d/l"),
        (".tideline", "l"), (".tideline/trash", "l"), ("../.tideline/root", "d/l"), (".tideline", "d/l"),
        ("./.tideline", "l"), ("x\0y", "l"), (".TIDELINE/x", "l"), ("../.Tideline", "d/l"),
    ])
    func `a link that leads out, or might, is not`(_ target: String, _ path: String) {
        #expect(!isKept(target, at: path))
    }

    @Test func `a target has a longest length`() {
        #expect(isKept(String(repeating: "x", count: Limits.linkTargetBytesMax), at: "l"))
        #expect(!isKept(String(repeating: "x", count: Limits.linkTargetBytesMax + 1), at: "l"))
    }

    @Test(arguments: [
        "CON", "con", "nul.txt", "Com1", "lpt9.tar.gz", "AUX ", "a.", "a ", "a<b", "a>b", "a:b", "a\"b", "a|b", "a?b",
        "a*b", "a\\b", "a\nb", "a\u{7F}",
    ])
    func `a name that another system cannot have is known`(_ name: String) throws {
        #expect(try NodeName(name).portabilityProblem != nil)
    }

    @Test(arguments: ["console", "COM", "com10", "a.con", ".hidden", "a b", "ü", "a'b", "100%", "lpt", "nulls.txt"])
    func `other names are left alone`(_ name: String) throws {
        #expect(try NodeName(name).portabilityProblem == nil)
    }
}
