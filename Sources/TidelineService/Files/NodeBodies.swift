import TidelineAPI
import TidelineCore

extension MetadataReader {
    /// A thing as clients see it.
    func body(_ node: Node, path: String) throws -> NodeBody {
        node.head == nil ? .folder(FolderBody(node, path: path)) : .file(try fileBody(node, path: path))
    }

    func fileBody(_ node: Node, path: String) throws -> FileBody {
        guard let head = node.head, let version = try version(head.versionID) else {
            preconditionFailure("a file's head is one of its versions")
        }
        let first = version.number == 1 ? version : try self.version(number: 1, of: node.id)
        return FileBody(
            id: node.id.description, shareID: node.shareID.description, folderID: node.place.parent?.description,
            name: node.place.name.text, path: path, size: head.content.size, mimeType: head.mimeType,
            checksumSHA256: head.content.checksum.hex, versionID: head.versionID.description,
            versionNumber: version.number, executable: head.content.executable, modifiedAt: head.modifiedAt.rfc3339,
            createdAt: node.createdAt.rfc3339, updatedAt: max(version.createdAt, node.placedAt).rfc3339,
            createdBy: first?.createdBy.description, trashedAt: node.trashedAt?.rfc3339)
    }
}

extension FolderBody {
    init(_ node: Node, path: String) {
        self.init(
            id: node.id.description, shareID: node.shareID.description, parentID: node.place.parent?.description,
            name: node.place.name.text, path: path, createdAt: node.createdAt.rfc3339,
            updatedAt: max(node.createdAt, node.placedAt).rfc3339, trashedAt: node.trashedAt?.rfc3339)
    }
}

extension TreeEditor {
    func fileBody(_ node: Node) throws -> FileBody { try writer.fileBody(node, path: try path(of: node.place)) }

    func folderBody(_ node: Node) throws -> FolderBody { FolderBody(node, path: try path(of: node.place)) }
}

extension VersionBody {
    init(_ version: FileVersion, isHead: Bool) {
        self.init(
            versionID: version.id.description, versionNumber: version.number, size: version.content.size,
            checksumSHA256: version.content.checksum.hex, mimeType: version.mimeType,
            executable: version.content.executable, modifiedAt: version.modifiedAt.rfc3339,
            createdAt: version.createdAt.rfc3339, createdBy: version.createdBy.description,
            deviceID: version.deviceID, isHead: isHead)
    }
}
