import NIOCore
import Synchronization
import TidelineCore
import TidelineSync

final class MemoryFile: LocalFile {
    private let folder: MemoryFolder
    private let path: String
    private let inode: UInt64
    private let isOpen = Atomic(true)

    init(folder: MemoryFolder, path: String, inode: UInt64) {
        self.folder = folder
        self.path = path
        self.inode = inode
    }

    deinit { close() }

    func read(at offset: Int64, count: Int) throws -> ByteBuffer {
        try folder.perform(.read, path) { $0.read(inode, at: offset, count: count) }
    }

    func fingerprint() throws -> Fingerprint { folder.tree.withLock { $0.fingerprint(inode) } }

    func close() {
        if isOpen.exchange(false, ordering: .relaxed) { folder.tree.withLock { $0.release(inode) } }
    }
}

final class MemoryStagedFile: StagedFile {
    let name: String
    private let folder: MemoryFolder
    private let inode: UInt64

    init(folder: MemoryFolder, name: String, inode: UInt64) {
        self.folder = folder
        self.name = name
        self.inode = inode
    }

    var size: Int64 { get throws { folder.tree.withLock { Int64($0[inode].content.count) } } }

    func write(_ bytes: ByteBuffer, at offset: Int64) throws {
        try folder.perform(.writeStaged, name) { tree in
            let end = Int(offset) + bytes.readableBytes
            if tree[inode].content.count < end { tree.resize(inode, to: end) }
            tree[inode].content.replaceSubrange(Int(offset)..<end, with: bytes.readableBytesView)
            tree.touch(inode)
        }
    }

    func read(at offset: Int64, count: Int) throws -> ByteBuffer {
        folder.tree.withLock { $0.read(inode, at: offset, count: count) }
    }

    func truncate(to size: Int64) throws {
        try folder.perform(.writeStaged, name) { tree in
            tree.resize(inode, to: Int(size))
            tree.touch(inode)
        }
    }

    func close() {}

    func discard() {
        folder.tree.withLock { tree in
            guard tree.staged[name] == inode else { return }
            tree.staged[name] = nil
            tree.forget(inode)
        }
    }
}

extension MemoryTree {
    func read(_ inode: UInt64, at offset: Int64, count: Int) -> ByteBuffer {
        let content = self[inode].content
        let start = min(Int(offset), content.count)
        return ByteBuffer(bytes: content[start..<min(start + count, content.count)])
    }

    mutating func resize(_ inode: UInt64, to size: Int) {
        let excess = self[inode].content.count - size
        if excess > 0 {
            self[inode].content.removeLast(excess)
        } else {
            self[inode].content.append(contentsOf: repeatElement(0, count: -excess))
        }
    }
}
