import Foundation
import NIOCore
import TidelineCore
import TidelineService

/// What stands above a part of a form.
struct PartHead: Hashable, Sendable {
    var name: String
    /// nil for a plain field.
    var fileName: String?
    var contentType: String?
}

/// Reads `multipart/form-data` (RFC 7578) that arrives in pieces.
///
/// Memory is bounded by one piece and ``Limits/multipartHeaderBytesMax`` when every ``append(_:)`` is followed by ``next()``
/// until nil. After an error the body is useless: drop the reader.
struct MultipartReader {
    enum Event: Hashable, Sendable {
        case part(PartHead)
        /// Some of the part's content, never none.
        case bytes(ByteBuffer)
        case endOfPart
    }

    private enum State {
        /// Before the first part; what stands there is of no meaning.
        case preamble
        /// Just behind a delimiter.
        case delimiter
        case head
        case content
        /// Behind the last delimiter; what stands there is of no meaning.
        case epilogue
    }

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var pending: ByteBuffer
    private var preambleBytes = 0
    /// Bytes of the present head that were looked at.
    private var scannedBytes = 0

    init(boundary: String) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very start, without its line break.
        pending = ByteBuffer(string: "\r\n")
    }

    mutating func append(_ piece: ByteBuffer) {
        guard pending.readableBytes > 0 else {
            pending = piece
            return
        }
        var joined = ByteBuffer()
        joined.reserveCapacity(pending.readableBytes + piece.readableBytes)
        joined.writeImmutableBuffer(pending)
        joined.writeImmutableBuffer(piece)
        pending = joined
    }

    /// nil when more must arrive first. Throws `BAD_REQUEST` for what is no such form.
    mutating func next() throws -> Event? {
        while true {
            switch state {
            case .preamble: guard try skipPreamble() else { return nil }
            case .delimiter: guard try passDelimiter() else { return nil }
            case .head: return try takeHead().map { .part($0) }
            case .content: return takeContent()
            case .epilogue:
                pending = ByteBuffer()
                return nil
            }
        }
    }

    /// To be called when the body has ended and ``next()`` gave nil.
    func finish() throws {
        guard case .epilogue = state else {
            throw Self.malformed("ends before its last boundary")
        }
    }

    private mutating func skipPreamble() throws -> Bool {
        let (skipped, isDelimited) = takeToDelimiter()
        preambleBytes += skipped.readableBytes
        guard preambleBytes <= Limits.multipartHeaderBytesMax else {
            throw Self.malformed("does not start with its boundary")
        }
        if isDelimited { state = .delimiter }
        return isDelimited
    }

    /// Two hyphens end the form; else a line break starts the next part, with blanks before it at most.
    private mutating func passDelimiter() throws -> Bool {
        let bytes = pending.readableBytesView
        if bytes.starts(with: Array("--".utf8)) {
            state = .epilogue
            return true
        }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            guard bytes.count <= Limits.multipartBoundaryBytesMax else {
                throw Self.malformed("has something else behind a boundary")
            }
            return false
        }
        let line = bytes[..<end]
        guard line.last == UInt8(ascii: "\r"), line.dropLast().allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
            throw Self.malformed("has something else behind a boundary")
        }
        pending.moveReaderIndex(forwardBy: line.count + 1)
        state = .head
        return true
    }

    private mutating func takeHead() throws -> PartHead? {
        let (length, isWhole) = pending.withUnsafeReadableBytes { find(Self.endOfHead, in: $0, from: scannedBytes) }
        guard length <= Limits.multipartHeaderBytesMax else {
            throw Self.malformed(
                "has a part with more than \(Limits.multipartHeaderBytesMax) bytes of header (multipartHeaderBytesMax)")
        }
        scannedBytes = length
        guard isWhole else { return nil }
        guard let text = String(validating: pending.readableBytesView.prefix(length), as: UTF8.self) else {
            throw Self.malformed("has a header that is not UTF-8")
        }
        let head = try PartHead(parsing: text)
        pending.moveReaderIndex(forwardBy: length + Self.endOfHead.count)
        scannedBytes = 0
        state = .content
        return head
    }

    private mutating func takeContent() -> Event? {
        let (bytes, isDelimited) = takeToDelimiter()
        if bytes.readableBytes > 0 {
            // The delimiter is found once more by the next call, now at the start.
            if isDelimited { pending.moveReaderIndex(to: pending.readerIndex - delimiter.count) }
            return .bytes(bytes)
        }
        guard isDelimited else { return nil }
        state = .delimiter
        return .endOfPart
    }

    /// What stands before the next delimiter, which is passed; or all that cannot be the start of one.
    private mutating func takeToDelimiter() -> (bytes: ByteBuffer, isDelimited: Bool) {
        let (count, isDelimited) = pending.withUnsafeReadableBytes { find(delimiter, in: $0, from: 0) }
        let bytes = pending.readSlice(length: count) ?? ByteBuffer()
        if isDelimited { pending.moveReaderIndex(forwardBy: delimiter.count) }
        return (bytes, isDelimited)
    }

    private static let endOfHead = Array("\r\n\r\n".utf8)

    /// Where the first mark starts, or else what may be the start of one, at the end. A mark starts with a carriage return.
    private func find(_ mark: [UInt8], in bytes: UnsafeRawBufferPointer, from first: Int) -> (
        offset: Int, isWhole: Bool
    ) {
        guard let start = bytes.baseAddress else { return (0, false) }
        var offset = first
        while offset < bytes.count, let found = memchr(start + offset, 0x0D, bytes.count - offset) {
            offset = UnsafeRawPointer(found) - start
            let length = min(mark.count, bytes.count - offset)
            if memcmp(start + offset, mark, length) == 0 { return (offset, length == mark.count) }
            offset += 1
        }
        return (bytes.count, false)
    }

    fileprivate static func malformed(_ what: String) -> ServiceError {
        ServiceError(.badRequest, "The body \(what); send a multipart/form-data body as RFC 7578 says.")
    }
}

extension PartHead {
    fileprivate init(parsing text: String) throws {
        var disposition: String?
        var contentType: String?
        // Lines as bytes: to Swift a carriage return and a line feed are one character.
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let field = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard let colon = field.firstIndex(of: ":") else { continue }
            let value = field[field.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            switch field[..<colon].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": contentType = value
            case "content-transfer-encoding":
                guard ["binary", "8bit", "7bit"].contains(value.lowercased()) else {
                    throw MultipartReader.malformed(
                        "has a part with a Content-Transfer-Encoding, which is not used here")
                }
            default: break
            }
        }
        guard let parameters = disposition.map({ FieldParameters($0) }), parameters.value.lowercased() == "form-data",
            let name = parameters["name"]
        else { throw MultipartReader.malformed("has a part without a name") }
        self.init(name: name, fileName: try parameters.fileName, contentType: contentType)
    }
}

extension FieldParameters {
    /// `filename*` (RFC 8187) wins; in `filename` browsers write a quotation mark as `%22`.
    fileprivate var fileName: String? {
        get throws {
            if let extended = self["filename*"] {
                let parts = extended.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                guard parts.count == 3, parts[0].lowercased() == "utf-8", let name = percentDecoded(parts[2].utf8)
                else { throw MultipartReader.malformed("has a filename* that is not UTF-8''name") }
                return name
            }
            return self["filename"]?.replacingOccurrences(of: "%22", with: "\"")
        }
    }
}
