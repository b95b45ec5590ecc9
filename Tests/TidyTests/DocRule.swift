/// Whoever uses the SDK reads its doc comments: each public thing in it has one.
enum DocRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.target == "TidelineClient" else { return [] }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        let code = file.code.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.compactMap { index in
            let words = code[index].split(separator: " ")
            guard words.first == "public", words.count > 1, words[1] != "import", words[1] != "extension" else {
                return nil
            }
            let above = lines[..<index].last { !$0.drop(while: { $0 == " " }).hasPrefix("@") } ?? ""
            guard !above.drop(while: { $0 == " " }).hasPrefix("///") else { return nil }
            return Finding(path: file.path, line: index + 1, message: "a public declaration without a doc comment")
        }
    }
}
