import Glibc
import TidelineCore

/// What stands before the bytes of a chunk in a segment: 64 bytes, integers big-endian.
///
///     0   8  "TLCHUNK1", the last digit being the version of this layout
///     8  16  tenant id
///     24 32  SHA-256 of the bytes
///     56  4  how many bytes follow
///     60  4  CRC-32 of the 60 bytes above
struct RecordHeader: Hashable {
    let tenant: TenantID
    let hash: Digest
    let length: Int

    static let byteCount = 64
    static let magic = Array("TLCHUNK1".utf8)
    private static let checkedBytes = 60

    init(tenant: TenantID, hash: Digest, length: Int) {
        precondition((0...Limits.chunkBytesMax).contains(length), "chunk over chunkBytesMax")
        self.tenant = tenant
        self.hash = hash
        self.length = length
    }

    /// Reads the first 64 bytes; nil when there are fewer, or they are no header.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.byteCount, Self.magic.elementsEqual(bytes.prefix(Self.magic.count)) else {
            return nil
        }
        let checked = UnsafeRawBufferPointer(rebasing: bytes[..<Self.checkedBytes])
        guard crc32(checked) == UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 60, as: UInt32.self)),
            let hash = Digest(bytes: bytes[24..<56])
        else { return nil }
        let length = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 56, as: UInt32.self)))
        guard length <= Limits.chunkBytesMax else { return nil }
        let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        self.init(tenant: TenantID(ULID(high: high, low: low)), hash: hash, length: length)
    }

    /// `bytes` are 64.
    func write(to bytes: UnsafeMutableRawBufferPointer) {
        bytes.copyBytes(from: Self.magic)
        bytes.storeBytes(of: tenant.ulid.high.bigEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: tenant.ulid.low.bigEndian, toByteOffset: 16, as: UInt64.self)
        UnsafeMutableRawBufferPointer(rebasing: bytes[24..<56]).copyBytes(from: hash.bytes)
        bytes.storeBytes(of: UInt32(length).bigEndian, toByteOffset: 56, as: UInt32.self)
        let checked = UnsafeRawBufferPointer(rebasing: bytes[..<Self.checkedBytes])
        bytes.storeBytes(of: crc32(checked).bigEndian, toByteOffset: 60, as: UInt32.self)
    }
}

/// A whole record with the hash it claims.
struct FoundRecord: Hashable {
    let header: RecordHeader
    /// Where its content starts, counted from the start of what was scanned.
    let offset: Int
}

/// Finds all whole records in part of a segment, and where the last one ends.
///
/// A crash leaves a torn record, or a gap of zeros where later pages reached the disk first; a bad disk leaves anything.
/// So what is no whole record is stepped over up to the next one, and only what lies behind the last one is the tail.
func findRecords(in bytes: UnsafeRawBufferPointer) -> (records: [FoundRecord], end: Int) {
    var records: [FoundRecord] = []
    var end = 0
    var position = 0
    while position + RecordHeader.byteCount <= bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        let content = position + RecordHeader.byteCount
        guard let header = RecordHeader(rest), content + header.length <= bytes.count else {
            position = nextMagic(in: bytes, after: position)
            continue
        }
        position = content + header.length
        if Digest(of: UnsafeRawBufferPointer(rebasing: bytes[content..<position])) == header.hash {
            records.append(FoundRecord(header: header, offset: content))
            end = position
        }
    }
    return (records, end)
}

private func nextMagic(in bytes: UnsafeRawBufferPointer, after position: Int) -> Int {
    var rest = bytes[(position + 1)...]
    while let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        let found = memchr(base, Int32(RecordHeader.magic[0]), rest.count)
    {
        rest = rest[(rest.startIndex + (UnsafeRawPointer(found) - base))...]
        if rest.starts(with: RecordHeader.magic) { return rest.startIndex }
        rest = rest.dropFirst()
    }
    return bytes.count
}
