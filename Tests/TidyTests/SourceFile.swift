import Foundation

/// A file of the project, seen from its root.
struct SourceFile {
    /// Such as `Sources/TidelineCore/ULID.swift`.
    let path: String
    let text: String
    /// The text with comments, strings and raw identifiers blanked out, line by line in the same place.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = path.hasSuffix(".swift") ? codeOnly(text) : text
    }

    /// `Sources/TidelineCore/ULID.swift` is of `TidelineCore`; nil outside Sources.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    var isTest: Bool { path.hasPrefix("Tests/") }
}

/// Something that is not as it should be.
struct Finding: Hashable, CustomStringConvertible {
    let path: String
    /// From 1.
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// Every text file of the project.
func projectFiles() throws -> [SourceFile] {
    let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var files: [SourceFile] = []
    for top in ["Sources", "Tests", "docs", "scripts", ".ci"] {
        for name in FileManager.default.subpaths(atPath: root.path + "/" + top)?.sorted() ?? [] {
            files += try load(top + "/" + name, root)
        }
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
        if ["Makefile", "Package.swift"].contains(name) || name.hasSuffix(".md") { files += try load(name, root) }
    }
    return files
}

private func load(_ path: String, _ root: URL) throws -> [SourceFile] {
    let url = root.appendingPathComponent(path)
    guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { return [] }
    guard let text = String(data: try Data(contentsOf: url), encoding: .utf8) else { return [] }
    return [SourceFile(path: path, text: text)]
}
