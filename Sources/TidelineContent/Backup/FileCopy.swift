import Foundation
import Glibc
import TidelineCore
import TidelineService

/// A file that was read to the end.
struct ReadThrough: Hashable {
    let size: Int64
    let sha256: Digest
}

/// Copies at most the first `bytes` of a file, so that the copy is whole and durable under its name or not there at all.
func copyFile(_ source: String, to target: String, bytes: Int64) throws -> ReadThrough {
    let temporary = target + ".new"
    let copy = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard copy >= 0 else { throw StoreUnavailable.lastError("open", temporary) }
    defer { close(copy) }
    let read = try readFile(source, bytes: bytes) { piece in
        try write(piece, to: copy, temporary)
    }
    guard fsync(copy) == 0 else { throw StoreUnavailable.lastError("fsync", temporary) }
    guard rename(temporary, target) == 0 else { throw StoreUnavailable.lastError("rename", target) }
    return read
}

/// Reads at most the first `bytes` of a file, piece by piece.
func readFile(_ path: String, bytes: Int64, _ visit: (UnsafeRawBufferPointer) throws -> Void) throws -> ReadThrough {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw StoreUnavailable.lastError("open", path) }
    defer { close(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Limits.copyBufferBytes, alignment: 4096)
    defer { buffer.deallocate() }
    var builder = DigestBuilder()
    var size: Int64 = 0
    while size < bytes {
        let count = Glibc.read(file, buffer.baseAddress, Int(min(Int64(buffer.count), bytes - size)))
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw StoreUnavailable.lastError("read", path) }
        guard count > 0 else { break }
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        builder.update(piece)
        try visit(piece)
        size += Int64(count)
    }
    return ReadThrough(size: size, sha256: builder.finish())
}

private func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw StoreUnavailable.lastError("write", path) }
        rest = rest.dropFirst(written)
    }
}

/// Makes what a path names durable: a file's bytes, or the names in a folder.
func syncPath(_ path: String) throws {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreUnavailable.lastError("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StoreUnavailable.lastError("fsync", path) }
}

func fileSize(_ path: String) throws -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw StoreUnavailable.lastError("stat", path) }
    return Int64(status.st_size)
}

/// Mode 0700, with the folders above it.
func makePrivateFolder(_ path: String) throws {
    do {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
        throw StoreUnavailable(reason: "cannot make \(path): \(error.localizedDescription)")
    }
}

func names(in folder: String) throws -> [String] {
    do {
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
        throw StoreUnavailable(reason: "cannot list \(folder): \(error.localizedDescription)")
    }
}
