import Glibc

/// The kernel's list of watched folders and its queue of events; closed when nobody holds it any more.
final class Inotify: Sendable {
    struct Event {
        let watch: Int32
        let mask: UInt32
        /// The same in both halves of a move.
        let cookie: UInt32
        /// nil when the event is about the watched folder itself.
        let name: DiskName?

        func has(_ bit: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: bit) != 0 }
    }

    let number: Int32

    init() throws(SystemError) {
        number = try SystemError.retry { inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }
    }

    deinit { close(number) }

    /// Watching the same folder again answers the same number.
    func watch(_ folder: Descriptor) throws(SystemError) -> Int32 {
        // Through the open folder, so that neither links nor long paths come in between.
        try SystemError.retry { inotify_add_watch(number, "/proc/self/fd/\(folder.number)", Self.interest) }
    }

    /// What is already gone needs no removal.
    func unwatch(_ watch: Int32) { inotify_rm_watch(number, watch) }

    private static let interest: UInt32 = [
        IN_CREATE, IN_MOVED_FROM, IN_MOVED_TO, IN_DELETE, IN_CLOSE_WRITE, IN_MODIFY, IN_ATTRIB, IN_DELETE_SELF,
        IN_MOVE_SELF, IN_ONLYDIR, IN_EXCL_UNLINK,
    ].reduce(0) { $0 | UInt32(truncatingIfNeeded: $1) }

    /// What the queue holds now, up to the size of `buffer`; empty when there is nothing.
    func read(into buffer: inout [UInt8]) throws(SystemError) -> [Event] {
        let count = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
        if count < 0 {
            if errno == EAGAIN || errno == EINTR { return [] }
            throw SystemError(code: errno)
        }
        return buffer.withUnsafeBytes { Self.events(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Each is `int wd; uint32_t mask, cookie, len; char name[len]`, the name padded with NUL.
    private static func events(_ raw: UnsafeRawBufferPointer) -> [Event] {
        var events: [Event] = []
        var offset = 0
        while offset + 16 <= raw.count {
            let length = Int(raw.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            let name = raw[(offset + 16)..<(offset + 16 + length)].prefix { $0 != 0 }
            events.append(
                Event(
                    watch: raw.loadUnaligned(fromByteOffset: offset, as: Int32.self),
                    mask: raw.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self),
                    cookie: raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self),
                    name: name.isEmpty ? nil : DiskName(Array(name))))
            offset += 16 + length
        }
        return events
    }
}
