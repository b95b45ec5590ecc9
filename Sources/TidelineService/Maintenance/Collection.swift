import TidelineCore

/// Takes back the room of content that nobody needs: no kept version names it, no upload holds it, nobody sent it lately.
///
/// What is unneeded is condemned first, and taken when it still is after ``Limits/collectionGraceSeconds``. One transaction
/// finds it unneeded and notes that it is taken; from then on no version may name it. Only then its bytes go. Who looked
/// before that and names it after is refused and sends it again.
package struct Collection: Sendable {
    private let context: ServiceContext

    init(_ context: ServiceContext) { self.context = context }

    package struct Report: Hashable, Sendable {
        package var chunks = 0
        package var bytes: Int64 = 0
        /// Unneeded, but not for long enough.
        package var chunksWaiting = 0
        package var bytesWaiting: Int64 = 0
        package var chunksTaken = 0
        package var bytesTaken: Int64 = 0
        package var compaction = Compaction()
    }

    /// nil when a backup reads the content; try again later.
    ///
    /// - Parameter isAlone: nobody reads content meanwhile, so its room is given back at once.
    package func callAsFunction(isAlone: Bool = false) async throws -> Report? {
        let now = context.clock.now()
        return try await context.chunks.collecting {
            try await context.store.write { try $0.forgetTaken(before: now.adding(seconds: -Limits.takenSecondsKept)) }
            var report = Report()
            var last: ChunkName?
            while true {
                let page = try await context.chunks.list(after: last, limit: Limits.collectionPageChunks)
                guard let end = page.last?.name else { break }
                last = end
                try await judge(page, now, &report)
            }
            let retiredBefore =
                isAlone ? Timestamp(nanoseconds: .max) : now.adding(seconds: -Limits.segmentRetiredSeconds)
            report.compaction = try await context.chunks.compact(at: now, retiredBefore: retiredBefore)
            return report
        }
    }

    private func judge(_ page: [StoredChunk], _ now: Timestamp, _ report: inout Report) async throws {
        let unneeded = try await unneeded(page.map(\.name), now)
        let due = now.adding(seconds: -Limits.collectionGraceSeconds)
        var (fresh, saved, overdue): ([ChunkName], [ChunkName], [StoredChunk]) = ([], [], [])
        for chunk in page {
            report.chunks += 1
            report.bytes += Int64(chunk.length)
            guard unneeded.contains(chunk.name) else {
                if chunk.condemnedAt != nil { saved.append(chunk.name) }
                continue
            }
            if let time = chunk.condemnedAt, time <= due {
                overdue.append(chunk)
            } else {
                if chunk.condemnedAt == nil { fresh.append(chunk.name) }
                report.chunksWaiting += 1
                report.bytesWaiting += Int64(chunk.length)
            }
        }
        if !saved.isEmpty { try await context.chunks.pardon(saved) }
        if !fresh.isEmpty { try await context.chunks.condemn(fresh, at: now) }
        if !overdue.isEmpty { try await take(overdue, now, &report) }
    }

    private func unneeded(_ names: [ChunkName], _ now: Timestamp) async throws -> Set<ChunkName> {
        let since = Self.grantedSince(now)
        return try await context.store.read { reader in
            var result: Set<ChunkName> = []
            for (tenant, names) in Dictionary(grouping: names, by: \.tenant) {
                let hashes = try reader.unneeded(names.map(\.hash), in: tenant, grantedSince: since)
                result.formUnion(hashes.map { ChunkName(tenant: tenant, hash: $0) })
            }
            return result
        }
    }

    private func take(_ chunks: [StoredChunk], _ now: Timestamp, _ report: inout Report) async throws {
        let since = Self.grantedSince(now)
        let taken = try await context.store.write { writer in
            var result: Set<ChunkName> = []
            for (tenant, chunks) in Dictionary(grouping: chunks, by: \.name.tenant) {
                let hashes = try writer.take(chunks.map(\.name.hash), in: tenant, grantedSince: since, at: now)
                result.formUnion(hashes.map { ChunkName(tenant: tenant, hash: $0) })
            }
            return result
        }
        try await context.chunks.remove(Array(taken))
        for chunk in chunks where taken.contains(chunk.name) {
            report.chunksTaken += 1
            report.bytesTaken += Int64(chunk.length)
        }
    }

    private static func grantedSince(_ now: Timestamp) -> Timestamp {
        now.adding(seconds: -(Limits.chunkGrantSeconds + Limits.collectionMarginSeconds))
    }
}
