import Foundation

/// Words that may not be in the sources, each with what to do instead.
enum WordRule {
    private struct Banned {
        let word: String
        let instead: String
    }

    /// In code.
    private static let everywhere = [
        Banned(word: "try!", instead: "throw, or handle the error"),
        Banned(word: "as!", instead: "use as? and say what happens otherwise"),
        Banned(word: "fatalError(", instead: "throw for the world's faults, precondition for ours"),
    ]
    private static let outsideExecutables = [
        Banned(word: "print(", instead: "return a value, or use the logger")
    ]
    private static let inRings1And2 = [
        Banned(word: "Date()", instead: "take a TimeSource"),
        Banned(word: "Date.now", instead: "take a TimeSource"),
        Banned(word: "ContinuousClock", instead: "take a TimeSource"),
        Banned(word: "SuspendingClock", instead: "take a TimeSource"),
        Banned(word: "clock_gettime", instead: "take a TimeSource"),
        Banned(word: "DispatchTime", instead: "take a TimeSource"),
        Banned(word: "Task.sleep", instead: "let the outside wait and call again"),
        Banned(word: "SystemRandomNumberGenerator", instead: "take a source of randomness"),
        Banned(word: ".random(in:", instead: "take a source of randomness"),
        Banned(word: ".randomElement(", instead: "take a source of randomness"),
        Banned(word: ".shuffled(", instead: "take a source of randomness"),
        Banned(word: "UUID()", instead: "take a ULIDSource"),
    ]
    private static let inTests = [
        Banned(word: "Task.sleep", instead: "wait for a condition, with a deadline")
    ]
    /// In all text, comments too. Put together here, so that this file passes its own rule.
    private static let inText = [
        Banned(word: "TO" + "DO", instead: "do it, or open an issue"),
        Banned(word: "FIX" + "ME", instead: "fix it, or open an issue"),
        Banned(word: "X" + "XX", instead: "say what is wrong"),
        Banned(word: "../" + "shared", instead: "say it in our own words"),
        Banned(word: "/work" + "/", instead: "use a path inside the project"),
    ]

    private static let pureTargets: Set = ["TidelineCore", "TidelineAPI", "TidelineService", "TidelineSync"]

    static func findings(in file: SourceFile) -> [Finding] {
        var result = findings(inText, in: file.text, file)
        guard file.path.hasSuffix(".swift") else { return result }
        result += findings(everywhere, in: file.code, file)
        if !["tideline", "tideline-sim"].contains(file.target) {
            result += findings(outsideExecutables, in: file.code, file)
        }
        if file.isTest { result += findings(inTests, in: file.code, file).filter { !isPause($0, in: file) } }
        if let target = file.target, pureTargets.contains(target) {
            result += findings(inRings1And2, in: file.code, file)
        }
        return result
    }

    /// The short pause of a loop that looks for a condition.
    private static func isPause(_ finding: Finding, in file: SourceFile) -> Bool {
        lines(of: file.code).prefix(finding.line - 1).last?.contains("while ") == true
    }

    private static func findings(_ banned: [Banned], in text: String, _ file: SourceFile) -> [Finding] {
        banned.filter { text.range(of: $0.word, options: .literal) != nil }.flatMap { rule in
            lines(of: text).enumerated().filter { contains(rule.word, in: $1) }.map { index, _ in
                Finding(path: file.path, line: index + 1, message: "\(rule.word): \(rule.instead)")
            }
        }
    }

    /// As a word of its own: `print(` is not in `fingerprint(`, nor three letters in the pattern of a temporary name.
    private static func contains(_ word: String, in line: Substring) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            return !(word.first?.isLetter == true && isPartOfWord(before))
                && !(word.last?.isLetter == true && isPartOfWord(after))
        }
    }

    private static func isPartOfWord(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }
}
