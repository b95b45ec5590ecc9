import Glibc
import NIOCore
import Synchronization
import TidelineSync

/// Closing waits for calls in flight on other threads: the descriptor goes with its last holder.
final class DiskFile: LocalFile {
    private let path: String
    private let descriptor: Mutex<Descriptor?>

    init(path: String, _ descriptor: Descriptor) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    func read(at offset: Int64, count: Int) throws -> ByteBuffer {
        try about(path) { try opened(descriptor).read(at: offset, count: count) }
    }

    func fingerprint() throws -> Fingerprint { try about(path) { try opened(descriptor).look().fingerprint } }

    func close() { descriptor.withLock { $0 = nil } }
}

final class DiskStagedFile: StagedFile {
    let name: String
    let volume: Volume
    private let folder: DiskFolder
    private let descriptor: Mutex<Descriptor?>

    init(folder: DiskFolder, name: String, on volume: Volume, _ descriptor: Descriptor) {
        self.folder = folder
        self.name = name
        self.volume = volume
        self.descriptor = Mutex(descriptor)
    }

    var size: Int64 { get throws { try about(name) { try opened(descriptor).look().fingerprint.size } } }

    func write(_ bytes: ByteBuffer, at offset: Int64) throws {
        try about(name) { try opened(descriptor).write(bytes, at: offset) }
    }

    func read(at offset: Int64, count: Int) throws -> ByteBuffer {
        try about(name) { try opened(descriptor).read(at: offset, count: count) }
    }

    func truncate(to size: Int64) throws { try about(name) { try opened(descriptor).truncate(to: size) } }

    func close() { descriptor.withLock { $0 = nil } }

    func discard() {
        close()
        // A failure leaves a hidden file that recover() drops later.
        try? folder.ownFolder(DiskFolder.stagingName, on: volume).removeFile(DiskName(name))
    }
}

private func opened(_ descriptor: borrowing Mutex<Descriptor?>) throws(SystemError) -> Descriptor {
    guard let open = descriptor.withLock({ $0 }) else { throw SystemError(code: EBADF) }
    return open
}
