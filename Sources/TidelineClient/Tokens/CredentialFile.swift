package import Foundation
import Glibc
import NIOPosix
import TidelineCore

/// Credentials as JSON in a file that only its owner can read, beside a lock file.
public struct CredentialFile: CredentialStore {
    private let path: String

    /// Its folder is made when something is saved.
    public init(path: String) { self.path = path }

    /// nil when there is no file; throws ``TidelineError/Kind/storage`` when it cannot be understood.
    public func load() throws(TidelineError) -> Credentials? {
        guard let bytes = try PrivateFile.read(path) else { return nil }
        do {
            return try JSONDecoder().decode(Credentials.self, from: bytes)
        } catch {
            throw TidelineError(.storage, "\(path) cannot be understood. Remove it and run `tideline login` again.")
        }
    }

    /// Replaces the file in one durable step.
    public func save(_ credentials: Credentials) throws(TidelineError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let bytes: Data
        do { bytes = try encoder.encode(credentials) } catch {
            throw TidelineError(.storage, "The credentials cannot be written as JSON: \(error).")
        }
        try PrivateFile.replace(path, with: bytes)
    }

    /// Waits for whoever holds the lock, in this process or another.
    public func withLock<Answer: Sendable>(
        _ body: @Sendable () async throws(TidelineError) -> Answer
    ) async throws(TidelineError) -> Answer {
        let lock = try await FileLock.take(path + ".lock")
        defer { lock.release() }
        return try await body()
    }
}

/// Small files with secrets, mode 0600, replaced in one durable step.
package enum PrivateFile {
    /// nil when there is none.
    package static func read(_ path: String) throws(TidelineError) -> Data? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno != ENOENT else { return nil }
            throw failure("read", path)
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Limits.privateFileBytesMax + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + count, $0.count - count) }
            guard got >= 0 else { throw failure("read", path) }
            if got == 0 { break }
            count += got
        }
        guard count <= Limits.privateFileBytesMax else {
            throw TidelineError(.storage, "\(path) is too large (privateFileBytesMax).")
        }
        return Data(bytes[..<count])
    }

    /// Makes missing folders, 0700. The old or the new content survives a crash, never a mixture.
    package static func replace(_ path: String, with bytes: Data) throws(TidelineError) {
        let folder = (path as NSString).deletingLastPathComponent
        try makeFolder(folder)
        let temporary = path + ".\(getpid()).new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("write", temporary) }
        do throws(TidelineError) {
            try writeAll(bytes, to: file, temporary)
            guard fsync(file) == 0 else { throw failure("write", temporary) }
            close(file)
        } catch {
            close(file)
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw failure("write", path) }
        try flushFolder(folder)
    }

    package static func makeFolder(_ path: String) throws(TidelineError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw TidelineError(.storage, "Cannot make the folder \(path). Check TIDELINE_HOME and its permissions.")
        }
    }

    private static func writeAll(_ bytes: Data, to file: CInt, _ path: String) throws(TidelineError) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard written > 0 else { throw failure("write", path) }
            rest = rest.dropFirst(written)
        }
    }

    private static func flushFolder(_ path: String) throws(TidelineError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("write", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("write", path) }
    }
}

/// A lock that other processes see, held until released or the process ends.
package struct FileLock: Sendable {
    private let file: CInt

    /// Waits for whoever holds it, on a thread that may block.
    package static func take(_ path: String) async throws(TidelineError) -> FileLock {
        try PrivateFile.makeFolder((path as NSString).deletingLastPathComponent)
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("lock", path) }
        let status: CInt
        do {
            status = try await NIOThreadPool.singleton.runIfActive {
                var status: CInt
                repeat { status = flock(file, LOCK_EX) } while status != 0 && errno == EINTR
                return status
            }
        } catch {
            close(file)
            throw TidelineError(.cancelled, "Cancelled.")
        }
        guard status == 0 else {
            close(file)
            throw failure("lock", path)
        }
        return FileLock(file: file)
    }

    package func release() { close(file) }
}

private func failure(_ verb: String, _ path: String) -> TidelineError {
    TidelineError(.storage, "Cannot \(verb) \(path): \(String(cString: strerror(errno)).lowercased()).")
}
