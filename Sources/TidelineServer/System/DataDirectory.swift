import Foundation
import Synchronization

/// The folder that holds all of a server, claimed for one process.
package final class DataDirectory: Sendable {
    package let path: String
    /// Held until this object goes; the kernel lets go of it when the process dies.
    private let lock: Int32

    /// Makes the folder (mode 0700) when there is none, and claims it. Throws ``SystemError`` or ``InUse``.
    package init(claiming path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SystemError(action: "make the data folder", path: path, code: Self.code(of: error))
        }
        let lockPath = path + "/lock"
        lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw SystemError(action: "write to the data folder", path: path, code: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw InUse(path: path)
        }
    }

    deinit { close(lock) }

    package var metadataPath: String { path + "/metadata.sqlite" }
    package var contentPath: String { path + "/content" }
    package var signingKeyPath: String { path + "/signing-key.pem" }
    package var adminPasswordPath: String { path + "/admin-password" }

    private static func code(of error: any Error) -> Int32 {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return Int32(underlying?.code ?? Int(EACCES))
    }

    package struct InUse: Error, CustomStringConvertible {
        let path: String

        package var description: String {
            "Another server uses the data folder \(path). Stop it first, or choose another folder."
        }
    }
}
