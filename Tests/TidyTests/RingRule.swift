/// Which target may import what: targets further in, never one beside or further out.
enum RingRule {
    /// Ring 1 has an order of its own.
    private static let rings: [[String]] = [
        ["TidelineCore"], ["TidelineAPI"], ["TidelineZstd"],
        ["TidelineService", "TidelineSync"],
        ["TidelineSQLite", "TidelineContent", "TidelineServer", "TidelineClient", "TidelineFolder"],
        ["TidelineTestKit"], ["TidelineSimulator"],
        ["tideline", "tideline-sim"],
    ]

    /// All that the inner targets may use from outside, so that no input, output or clock gets in.
    private static let libraries: [String: Set<String>] = [
        "TidelineCore": ["Foundation", "Crypto"],
        "TidelineAPI": ["Foundation", "NIOCore"],
        "TidelineZstd": ["CZstd", "NIOCore"],
        "TidelineService": ["Foundation", "Crypto", "NIOCore", "Logging", "Synchronization"],
        "TidelineSync": ["Foundation", "Crypto", "NIOCore", "Logging", "Synchronization"],
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard let target = file.target, file.path.hasSuffix(".swift") else { return [] }
        guard let ring = rings.firstIndex(where: { $0.contains(target) }) else {
            return [Finding(path: file.path, line: 1, message: "\(target) has no ring yet; give it one in RingRule")]
        }
        let inner = Set(rings[..<ring].joined())
        return imports(of: file).compactMap { line, module in
            if module.lowercased().hasPrefix("tideline") {
                guard !inner.contains(module) else { return nil }
                return Finding(path: file.path, line: line, message: "\(target) may not import \(module)")
            }
            guard let allowed = libraries[target], !allowed.contains(module) else { return nil }
            return Finding(
                path: file.path, line: line, message: "\(target) may not import \(module): it must stay pure")
        }
    }

    private static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "typealias", "var", "let", "actor"]
        return lines(of: file.code).enumerated().compactMap { index, line in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let start = words.firstIndex(of: "import"), words[..<start].allSatisfy({ isModifier($0) }) else {
                return nil
            }
            guard let name = words[(start + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
            return (index + 1, String(name.prefix { $0 != "." && $0 != ";" }))
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }
}

/// Empty ones included.
func lines(of text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
