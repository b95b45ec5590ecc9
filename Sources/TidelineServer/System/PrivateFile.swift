import Foundation

/// Creates a file that only its owner may read, durable when this returns.
///
/// It appears whole under its name or not at all; an older file of that name is replaced.
package func writePrivateFile(_ bytes: [UInt8], to path: String) throws {
    let temporary = path + ".new"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SystemError(action: "create", path: temporary, code: errno) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written > 0 else { throw SystemError(action: "write", path: temporary, code: errno) }
        rest = rest.dropFirst(written)
    }
    guard fsync(file) == 0, rename(temporary, path) == 0 else {
        throw SystemError(action: "save", path: path, code: errno)
    }
    let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw SystemError(action: "open the folder of", path: path, code: errno) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw SystemError(action: "save", path: path, code: errno) }
}

/// What the system refused, in words for the operator.
package struct SystemError: Error, CustomStringConvertible {
    package let action: String
    package let path: String
    package let code: Int32

    package init(action: String, path: String, code: Int32) {
        self.action = action
        self.path = path
        self.code = code
    }

    package var description: String { "Cannot \(action) \(path): \(String(cString: strerror(code)))." }
}
