/// What stands where, by path; on a device's disk or on the server.
package typealias TreeView = [String: MemoryFolder.Item]

extension TreeView {
    /// One line for each path that differs: `path: here / there`.
    package func differences(from other: TreeView) -> [String] {
        Set(keys).union(other.keys).sorted().filter { self[$0] != other[$0] }
            .map { "\($0): \(self[$0]?.description ?? "nothing") / \(other[$0]?.description ?? "nothing")" }
    }

    /// With the paths that hold it.
    package var contents: [[UInt8]: [String]] {
        var found: [[UInt8]: [String]] = [:]
        for (path, item) in sorted(by: { $0.key < $1.key }) {
            if case .file(let bytes, _) = item { found[bytes, default: []].append(path) }
        }
        return found
    }
}

extension MemoryFolder.Item: CustomStringConvertible {
    /// nil unless it is a file.
    package var bytes: [UInt8]? { if case .file(let bytes, _) = self { bytes } else { nil } }

    package var description: String {
        switch self {
        case .file(let bytes, let executable): "\(shown(bytes))\(executable ? " (executable)" : "")"
        case .folder: "a folder"
        case .link(let target): "a link to \(target)"
        case .other(let kind): "a \(kind)"
        }
    }
}

/// How content begins, for people.
func shown(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(40), as: UTF8.self)
    return bytes.count > 40 ? "\"\(text)…\" (\(bytes.count) bytes)" : "\"\(text)\""
}
