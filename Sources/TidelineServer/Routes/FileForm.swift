import NIOCore
import TidelineAPI
import TidelineCore
import TidelineService

/// A form with one file, taken in while it arrives: a few MiB of it are in memory.
struct FileForm {
    private enum Part {
        case none
        case field(String, ByteBuffer)
        case file
        case ignored
    }

    private static let fieldNames: Set = [
        "share_id", "folder_id", "modified_at", "mime_type", "checksum_sha256",
    ]

    private let service: TidelineService.Service
    private let caller: Caller
    private let received: @Sendable (Int) -> Void
    private var part = Part.none
    private var partCount = 0
    private var fields: [String: String] = [:]
    private var file: NewFile?
    private var intake = ContentIntake()

    init(_ service: TidelineService.Service, _ caller: Caller, received: @escaping @Sendable (Int) -> Void) {
        self.service = service
        self.caller = caller
        self.received = received
    }

    mutating func take(_ event: MultipartReader.Event) async throws {
        switch event {
        case .part(let head): try await start(head)
        case .bytes(let bytes): try await add(bytes)
        case .endOfPart: try end()
        }
    }

    /// Makes the file, after the last event.
    mutating func finish() async throws -> FileBody {
        guard let file else { throw ServiceError.invalid(["body", "file"], "is required") }
        try await store(intake.finish())
        return try await service.files.create(caller, file, intake)
    }

    private mutating func start(_ head: PartHead) async throws {
        partCount += 1
        guard partCount <= Limits.multipartPartsMax else {
            throw ServiceError(
                .payloadTooLarge, "A form may have at most \(Limits.multipartPartsMax) parts (multipartPartsMax).")
        }
        guard head.name == "file" else {
            guard Self.fieldNames.contains(head.name) else {
                part = .ignored
                return
            }
            guard file == nil else {
                throw ServiceError.invalid(["body", head.name], "must come before file: send all fields first")
            }
            part = .field(head.name, ByteBuffer())
            return
        }
        guard file == nil else { throw ServiceError.invalid(["body", "file"], "may stand only once") }
        let new = try newFile(head)
        intake = ContentIntake(room: try await service.files.check(caller, new))
        (file, part) = (new, .file)
    }

    private func newFile(_ head: PartHead) throws -> NewFile {
        guard let name = head.fileName else {
            throw ServiceError.invalid(["body", "file"], "must have a filename in its Content-Disposition")
        }
        guard let share = fields["share_id"], !share.isEmpty else {
            throw ServiceError.invalid(["body", "share_id"], "is required, and must come before file")
        }
        // What clients say of files whose type they do not know says nothing.
        let type = head.contentType.flatMap { $0 == "application/octet-stream" ? nil : $0 }
        return try NewFile(
            share: share, folder: fields["folder_id"], name: name, mimeType: fields["mime_type"] ?? type,
            modifiedAt: fields["modified_at"], checksum: fields["checksum_sha256"])
    }

    private mutating func add(_ bytes: ByteBuffer) async throws {
        switch part {
        case .none, .ignored: break
        case .file: try await store(intake.take(bytes))
        case .field(let name, var value):
            guard value.readableBytes + bytes.readableBytes <= Limits.multipartFieldBytesMax else {
                throw ServiceError.invalid(
                    ["body", name],
                    "may have at most \(Limits.multipartFieldBytesMax) bytes (multipartFieldBytesMax)")
            }
            value.writeImmutableBuffer(bytes)
            part = .field(name, value)
        }
    }

    private mutating func end() throws {
        if case .field(let name, let value) = part {
            guard let text = String(validating: value.readableBytesView, as: UTF8.self) else {
                throw ServiceError.invalid(["body", name], "must be UTF-8")
            }
            if fields[name] == nil { fields[name] = text }
        }
        part = .none
    }

    private func store(_ chunks: [Chunk]) async throws {
        guard !chunks.isEmpty else { return }
        try await service.content.store(caller, chunks)
        received(chunks.reduce(0) { $0 + $1.bytes.readableBytes })
    }
}
