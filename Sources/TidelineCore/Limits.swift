/// Every bound of the system in one place. An error that refuses something for its size names the limit.
package enum Limits {
    // Names and trees
    package static let nameBytesMax = 255
    package static let pathBytesMax = 4096
    package static let depthMax = 128
    /// Things below a moved folder whose paths are looked at.
    package static let pathCheckNodesMax = 100_000
    package static let shareNameBytesMax = 255
    package static let userNameBytesMax = 64
    package static let emailBytesMax = 254
    package static let passwordBytesMin = 8
    package static let passwordBytesMax = 1024
    package static let deviceIDCharactersMax = 128
    package static let deviceNameBytesMax = 128
    package static let clientVersionBytesMax = 64
    package static let clientChangeIDBytesMax = 128
    package static let devicesPerUserMax = 100
    package static let sharesPerUserMax = 1_000
    package static let membersPerShareMax = 1_000
    package static let mimeTypeBytesMax = 255
    /// In each of the two lists of a preference.
    package static let preferenceFoldersMax = 1_000
    /// Of one request.
    package static let preferencesPerRequestMax = 1_000

    // Pages
    package static let pageRowsDefault = 1_000
    package static let pageRowsMax = 5_000
    package static let listRowsDefault = 100
    package static let listRowsMax = 1_000
    package static let waitSecondsMax = 60
    /// Rows that one request looks through for a device which syncs only parts.
    package static let filteredRowsMax = 10_000
    package static let filteredRowsAtOnceMin = 100

    // Requests
    package static let applyChangesMax = 1_000
    package static let applyBodyBytesMax = 4 << 20
    /// Content of a batch that is read to compute checksums; more only when it is one file.
    package static let applyReadBytesMax: Int64 = 16 << 30
    package static let jsonBodyBytesMax = 1 << 20
    package static let formBodyBytesMax = 16 << 10
    package static let missingHashesMax = 10_000
    package static let chunkBytesMax = 8 << 20
    package static let chunkBatchBytesMax = 64 << 20
    package static let chunkBatchCountMax = 10_000
    package static let bulkDownloadItemsMax = 5_000
    /// A bigger file is downloaded alone.
    package static let bulkDownloadFileBytesMax: Int64 = 64 << 20
    /// From here on bytes go from file to socket, in pieces of at most the second.
    package static let fileSendBytesMin = 256 << 10
    package static let fileSendBytesMax = 4 << 20
    /// Small items are gathered up to this before they are sent.
    package static let bulkDownloadWriteBytes = 256 << 10
    /// Arriving chunks are gathered up to this before they are stored.
    package static let chunkStoreBytes = 4 << 20
    package static let manifestChunksMax = 1_000_000
    package static let fileBytesMax: Int64 = 1 << 44
    package static let requestTargetBytesMax = 16 << 10
    package static let tokenBytesMax = 8 << 10
    package static let verifiedTokensMax = 4_096
    package static let passwordHashesWaitingMax = 64

    // Uploads in pieces, and as forms
    package static let uploadChunkBytesMin = 1 << 10
    package static let uploadChunkBytesDefault = 4 << 20
    package static let uploadsPerUserMax = 100
    package static let uploadSecondsKept = 86_400
    package static let uploadRangesMax = 1_000
    package static let uploadMissingMax = 1_000
    /// What one arriving chunk may make the server read to go on with the checksum of the whole.
    package static let uploadCatchUpBytes = 32 << 20
    package static let runningChecksumsMax = 1_024
    package static let multipartBoundaryBytesMax = 70
    package static let multipartHeaderBytesMax = 16 << 10
    package static let multipartFieldBytesMax = 8 << 10
    package static let multipartPartsMax = 32

    // Chunks as clients cut them; the average is a power of two
    package static let cutBytesMin = 64 << 10
    package static let cutBytesAverage = 256 << 10
    package static let cutBytesMax = 1 << 20
    /// Content beyond this is cut at twice the sizes, beyond twice this at four times, up to the scale below.
    package static let finelyCutBytesMax: Int64 = 8 << 30
    package static let cutScaleMax = 8
    // Sync client
    package static let pushBatchChanges = 500
    package static let pushBatchBytes = 8 << 20
    package static let pushBatchJSONBytes = 3 << 20
    package static let pushChunksPerFileMax = 40_000
    /// A file from here on is sent after everything else, and its transfer makes way for other work.
    package static let longTransferBytesMin: Int64 = 16 << 20
    /// Before it makes way, this much was carried.
    package static let transferSliceBytes: Int64 = 16 << 20
    package static let refusedHalvingsMax = 256
    /// Of `--limit-up` and `--limit-down`, a second. Slower than the first, a request would take longer than servers wait.
    package static let paceBytesMin: Int64 = 16_000
    package static let paceBytesMax: Int64 = 1_000_000_000_000
    /// Held to a rate, content goes in pieces of at most this.
    package static let pacedPieceBytes = 16 << 10
    package static let sendBodyBytes = 8 << 20
    package static let sendRequestsInFlight = 3
    package static let bulkFetchFileBytesMax = 1 << 20
    package static let bulkFetchBytes = 16 << 20
    package static let bulkFetchItems = 1_000
    package static let readBufferBytes = 4 << 20
    package static let roundsPerPassMax = 12
    package static let changedTriesMax = 3
    /// New files of a size that are read for each one of that size that is gone, to find where it moved.
    package static let movedGuessesMax = 8
    package static let deletesAlwaysAllowed = 10
    package static let deletesMax = 1_000

    // Bringing back what was
    /// Rows of the log after the time.
    package static let historyRowsMax = 1_000_000
    package static let rollbackRoundsMax = 12

    // Compression on the wire
    package static let zstdLevel: Int32 = 1
    /// Memory that a sender may ask a reader for, as a power of two.
    package static let zstdWindowLogMax: Int32 = 23
    /// What unpacks at once, however much a stream holds.
    package static let zstdOutputBytes = 256 << 10
    /// Less is not worth it.
    package static let zstdBytesMin = 1 << 10
    /// What is tried out to see whether compressing gains anything, and how much must be left at most.
    package static let zstdSampleBytes = 64 << 10
    package static let zstdSamplePartBytes = 512
    package static let zstdGainPercentMax = 85

    // Answers, as the client reads them
    package static let answerBytesMax = 128 << 20
    package static let problemBytesMax = 1 << 20
    package static let snapshotLineBytesMax = 64 << 10
    package static let privateFileBytesMax = 1 << 20

    // Time
    package static let outcomeSecondsKept = 30 * 86_400
    package static let chunkGrantSeconds = 86_400
    package static let maintenanceSeconds = 3_600
    package static let logSecondsKept = 90 * 86_400
    package static let trashSecondsKept = 30 * 86_400
    package static let retentionSecondsMax = 100 * 366 * 86_400
    /// A cursor that did not move for so long, and longer than the log is kept, holds no rows any more.
    package static let idleCursorSeconds = 366 * 86_400
    /// A device that works is marked as seen no more often.
    package static let deviceSeenSeconds = 60
    package static let refreshTokenSeconds = 90 * 86_400
    package static let tokenLifeSecondsMax = 366 * 86_400

    // Synced folders
    /// Of one ignore file.
    package static let ignoreFileBytesMax = 128 << 10
    package static let ignoreRulesMax = 2_000
    package static let linkTargetBytesMax = 4_096
    package static let localTrashSecondsKept = 30 * 86_400
    package static let markerBytesMax = 128
    package static let stagedSecondsKept = 7 * 86_400
    package static let nameVariantsMax = 10_000
    package static let parkedMax = 10_000
    package static let watchedFoldersPendingMax = 10_000

    // Sockets
    package static let socketsPerUserMax = 64
    package static let socketFrameBytesMax = 64 << 10
    package static let socketPendingFramesMax = 256
    /// Waiting to be looked at for devices that sync only parts.
    package static let socketEventsSievedMax = 1_000
    package static let socketPingSeconds = 30
    package static let socketMissedPongsMax = 2
    package static let socketFragmentsMax = 64
    /// How long a closing socket waits for the other side's close frame.
    package static let socketCloseMilliseconds = 1_000

    // Connections
    package static let connectionIdleSeconds = 75
    /// Requests that are under way when the server is told to stop have this long to finish.
    package static let shutdownMilliseconds = 4_000

    // Chunks on disk
    package static let segmentBytesMax = 64 << 20
    package static let chunkReadersMax = 8
    package static let copyBufferBytes = 1 << 20
    /// Up to here one thread verifies a batch.
    package static let verifiedAloneBytesMax = 1 << 20

    // Collection of content that nobody needs
    package static let collectionSeconds = 86_400
    package static let collectionPageChunks = 1_000
    /// So long a chunk stays unneeded before it is taken.
    package static let collectionGraceSeconds = 86_400
    /// Sent chunks are spared somewhat longer than they may be used.
    package static let collectionMarginSeconds = 3_600
    /// Longer than any batch takes from its check to its commit.
    package static let takenSecondsKept = 7 * 86_400
    /// A segment with a smaller share of bytes that are still in use is written anew.
    package static let segmentLivePercentMin = 50
    /// So long a segment that holds nothing any more stays for readers that found it before.
    package static let segmentRetiredSeconds = 86_400
    package static let contentChecksMax = 5
    /// So many a check of the data names.
    package static let damagedChunksMax = 100_000

    // Group commit
    package static let commitGroupMax = 128
    package static let commitsWaitingMax = 16_384

    // What one transaction of the maintenance removes
    package static let compactedRowsPerWrite = 2_000
    package static let purgedPerWrite = 500
    /// A version has a chunk list as long as its content, so so much of it counts as one thing more.
    package static let purgedBytesAsOne: Int64 = 64 << 20
    package static let forgottenPerWrite = 2_000

    // Metadata store
    package static let storeReadersMax = 4
    package static let storeBusySeconds = 10
    package static let storeWriterCacheKiB = 16 << 10
    package static let storeReaderCacheKiB = 4 << 10
    package static let storeJournalBytesMax = 64 << 20

    // Memory of the server
    package static let pendingChangesCountMax = 100_000
    package static let checkedManifestsMax = 4_096

    // Rates
    /// Requests a minute. A client that sends ten thousand files one by one, three requests each, stays below it.
    package static let rateLimitDefault = 60_000
    package static let rateLimitMax = 100_000_000
    package static let rateLimitKeysMax = 100_000

    // Another issuer of tokens
    package static let issuerKeysSeconds = 300
    /// Between two questions, however many tokens name keys that are not known.
    package static let issuerFetchPauseSeconds = 10
    /// While the issuer does not answer, its last keys go on.
    package static let issuerKeysSecondsMax = 86_400
    package static let issuerKeysMax = 64
    package static let issuerDocumentBytesMax = 256 << 10
    package static let issuerTimeoutSeconds: Int64 = 5
    /// How far its clock may be off.
    package static let tokenLeewaySeconds = 30
    package static let claimBytesMax = 255

    // Logins
    package static let loginKeysMax = 100_000
    package static let loginFailuresMax = 10
    package static let loginWindowSeconds = 60
}
