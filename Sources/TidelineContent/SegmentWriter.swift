import TidelineCore
import TidelineService

/// The only one that appends. Calls that come while a batch is being made durable form the next batch and share its
/// `fdatasync`.
///
/// Write order: records → `fdatasync` → names of new segments → index → answer. So an index row never speaks of bytes that
/// a crash can take away.
actor SegmentWriter {
    private struct Job {
        let chunks: [Chunk]
        let tenant: TenantID
        let continuation: CheckedContinuation<Void, any Error>
    }

    private enum Phase { case writing, syncing, indexing }

    private let executor = QueueExecutor(label: "tideline.content.writer")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let folder: SegmentFolder
    private let index: ChunkIndex
    private let io: SegmentIO
    private let segmentBytesMax: Int64
    /// The segment to append to; nil when the next batch must start one.
    private var current: SegmentFile?
    private var lastNumber: Int64
    private var pending: [Job] = []
    private var isClosed = false

    init(
        folder: SegmentFolder, index: ChunkIndex, newest: (number: Int64, end: Int64)?, segmentBytesMax: Int64,
        io: SegmentIO
    ) throws {
        self.folder = folder
        self.index = index
        self.io = io
        self.segmentBytesMax = segmentBytesMax
        lastNumber = newest?.number ?? 0
        current = try newest.map { try SegmentFile(number: $0.number, in: folder, end: $0.end, io: io) }
    }

    /// Stores those that are new, in this order, and returns when all are durable. The hashes are taken as verified.
    func append(_ chunks: [Chunk], tenant: TenantID) async throws {
        try checkOpen()
        try await withCheckedThrowingContinuation { continuation in
            pending.append(Job(chunks: chunks, tenant: tenant, continuation: continuation))
            // The task queues up behind every call that is waiting now, so all of them are in its batch.
            if pending.count == 1 { Task { commitPending() } }
        }
    }

    /// Finishes what was asked for; later calls throw.
    func close() {
        isClosed = true
        while !pending.isEmpty { commitPending() }
        current = nil
    }

    private func commitPending() {
        let group = Array(pending.prefix(Limits.commitGroupMax))
        pending.removeFirst(group.count)
        if !pending.isEmpty { Task { commitPending() } }
        let outcome = Result { try commit(group) }
        guard case .failure = outcome, group.count > 1 else {
            for job in group { job.continuation.resume(with: outcome) }
            return
        }
        // One that is too much for the disk must not fail the others.
        for job in group { job.continuation.resume(with: Result { try commit([job]) }) }
    }

    private func commit(_ group: [Job]) throws {
        let (chunks, condemned) = try sorted(group)
        if !condemned.isEmpty { try index.pardon(condemned) }
        try persist(chunks, index.add)
    }

    // MARK: Collecting

    /// Segments below are never appended to.
    var newestNumber: Int64 { lastNumber }

    /// Removes those that are still condemned from the index.
    func remove(_ chunks: [ChunkName]) throws {
        try checkOpen()
        try index.removeCondemned(chunks)
    }

    /// Writes chunks once more that lie at these places, as far as they still do; durable on return. Answers the bytes of
    /// the records that nobody needs at their old places any more.
    func move(_ chunks: [NewChunk], from places: [Placement]) throws -> Int64 {
        try checkOpen()
        var current: [NewChunk] = []
        for (chunk, place) in zip(chunks, places) {
            guard let found = try index.find([chunk.chunk.hash], tenant: chunk.tenant)[0], found.placement == place
            else { continue }
            current.append(chunk)
        }
        try persist(current, index.move)
        return chunks.reduce(0) { $0 + $1.recordBytes }
    }

    private func checkOpen() throws {
        guard !isClosed else { throw StoreUnavailable(reason: "the chunk store is closed") }
    }

    // MARK: Writing

    /// Appends, makes durable, and tells the index.
    private func persist(_ chunks: [NewChunk], _ tell: ([ChunkIndex.Entry], [Int64: Int64]) throws -> Void) throws {
        guard !chunks.isEmpty else { return }
        var phase = Phase.writing
        var touched: [SegmentFile] = []
        do {
            let entries = try write(chunks, &touched)
            phase = .syncing
            for segment in touched { try segment.sync() }
            if touched.contains(where: { $0.end == 0 }) { try folder.syncNames() }
            phase = .indexing
            try tell(entries, Dictionary(uniqueKeysWithValues: touched.map { ($0.number, $0.written) }))
        } catch {
            undo(touched, phase, error)
            throw error
        }
        for segment in touched { segment.accept() }
        current = touched.last
    }

    /// Those that neither the index nor an earlier place in the batch has, or whose bytes are damaged; and those that are
    /// there and condemned.
    private func sorted(_ group: [Job]) throws -> (new: [NewChunk], condemned: [ChunkName]) {
        var seen: Set<RecordHeader> = []
        var new: [NewChunk] = []
        var condemned: [ChunkName] = []
        for job in group {
            for (chunk, known) in zip(job.chunks, try index.find(job.chunks.map(\.hash), tenant: job.tenant)) {
                if let known, !known.isDamaged {
                    if known.isCondemned { condemned.append(ChunkName(tenant: job.tenant, hash: chunk.hash)) }
                    continue
                }
                let wanted = NewChunk(tenant: job.tenant, chunk: chunk)
                if seen.insert(wanted.header).inserted { new.append(wanted) }
            }
        }
        return (new, condemned)
    }

    private func write(_ chunks: [NewChunk], _ touched: inout [SegmentFile]) throws -> [ChunkIndex.Entry] {
        var entries: [ChunkIndex.Entry] = []
        var rest = chunks[...]
        var segment = try current ?? startSegment()
        while !rest.isEmpty {
            let count = segment.room(for: rest, bytesMax: segmentBytesMax)
            if count > 0 {
                touched.append(segment)
                let placements = try segment.append(rest.prefix(count))
                entries += zip(rest, placements).map {
                    ChunkIndex.Entry(tenant: $0.tenant, hash: $0.chunk.hash, placement: $1)
                }
                rest.removeFirst(count)
            }
            if !rest.isEmpty { segment = try startSegment() }
        }
        return entries
    }

    private func startSegment() throws -> SegmentFile {
        lastNumber += 1
        return try SegmentFile(number: lastNumber, in: folder, end: nil, io: io)
    }

    /// Takes back what a failed batch left, so that the next one starts clean.
    private func undo(_ touched: [SegmentFile], _ phase: Phase, _ error: any Error) {
        if phase == .indexing, (error as? StoreUnavailable)?.isFull != true {
            // The rows may be there or not: no byte they might speak of is used again, and the next start tells.
            current = nil
            return
        }
        for segment in touched {
            if segment.end == 0 { segment.remove() }
            // After a failed sync nobody knows which pages are on the disk, so this file is not appended to again.
            if !segment.cutBack() || phase == .syncing || segment.end == 0 {
                if segment === current { current = nil }
            }
        }
    }
}
