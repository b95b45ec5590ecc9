/// A place in a share: names from the root down. Its text starts with `/`; the root itself is `/`.
package struct NodePath: Hashable, Sendable, CustomStringConvertible {
    package var names: [NodeName]

    package init(_ names: [NodeName] = []) { self.names = names }

    package static let root = NodePath()

    /// Reads `/a/b`; one leading slash is required, empty, `.` and `..` names are refused.
    package init(parsing text: String) throws(PathError) {
        guard text.utf8.count <= Limits.pathBytesMax else { throw .tooLong }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .relative }
        guard text != "/" else {
            self.init()
            return
        }
        var names: [NodeName] = []
        // Split bytes, not characters: a combining mark after a slash would hide it.
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard names.count < Limits.depthMax else { throw .tooDeep }
            do { names.append(try NodeName(String(decoding: part, as: UTF8.self))) } catch { throw .name(error) }
        }
        self.init(names)
    }

    package var description: String {
        names.isEmpty ? "/" : names.reduce(into: "") { $0 += "/" + $1.text }
    }

    package var name: NodeName? { names.last }
    package var parent: NodePath? { names.isEmpty ? nil : NodePath(names.dropLast()) }

    package func appending(_ name: NodeName) -> NodePath { NodePath(names + [name]) }
}

package enum PathError: Error, Sendable {
    case relative, tooLong, tooDeep
    case name(NameError)

    package var explanation: String {
        switch self {
        case .relative: "A path must start with \"/\"."
        case .tooLong: "A path may have at most \(Limits.pathBytesMax) bytes of UTF-8 (pathBytesMax)."
        case .tooDeep: "A path may have at most \(Limits.depthMax) names (depthMax)."
        case .name(let error): error.explanation
        }
    }
}
