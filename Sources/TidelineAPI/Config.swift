import TidelineCore

/// `GET /api/v1/config`: what a client must know of a server to behave. Bytes and seconds where a name says so.
public struct ConfigBody: Codable, Sendable, Hashable {
    public var server: ServerBody
    public var auth: AuthBody
    public var limits: LimitsBody
    public var chunking: ChunkingBody
    public var retention: RetentionBody
    /// What this server can do that another one of the same protocol might not; new ones may appear.
    public var features: [String]

    public init(
        server: ServerBody, auth: AuthBody, limits: LimitsBody, chunking: ChunkingBody = ChunkingBody(),
        retention: RetentionBody, features: [String]
    ) {
        self.server = server
        self.auth = auth
        self.limits = limits
        self.chunking = chunking
        self.retention = retention
        self.features = features
    }

    /// What answers.
    public struct ServerBody: Codable, Sendable, Hashable {
        public var name: String
        public var version: String
        /// The server's clock, for `client_time`.
        public var time: String

        public init(name: String, version: String, time: String) {
            self.name = name
            self.version = version
            self.time = time
        }
    }

    /// Whose access tokens are taken.
    public struct AuthBody: Codable, Sendable, Hashable {
        /// `iss` of the server's own tokens.
        public var issuer: String
        /// `iss` of another issuer whose tokens are taken too.
        @OrNull public var externalIssuer: String?
        /// Grants of `POST /api/v1/auth/token`.
        public var grantTypes: [String]

        public init(issuer: String, externalIssuer: String?, grantTypes: [String]) {
            self.issuer = issuer
            self.externalIssuer = externalIssuer
            self.grantTypes = grantTypes
        }

        enum CodingKeys: String, CodingKey {
            case issuer
            case externalIssuer = "external_issuer"
            case grantTypes = "grant_types"
        }
    }

    /// How content is best cut, so that equal parts of files become equal chunks: FastCDC with these sizes. The server
    /// stores any cut up to `chunk_bytes_max`.
    public struct ChunkingBody: Codable, Sendable, Hashable {
        public var algorithm: String
        public var bytesMin: Int
        public var bytesAverage: Int
        public var bytesMax: Int

        /// As our own clients cut.
        public init() {
            algorithm = "fastcdc"
            bytesMin = Limits.cutBytesMin
            bytesAverage = Limits.cutBytesAverage
            bytesMax = Limits.cutBytesMax
        }

        enum CodingKeys: String, CodingKey {
            case algorithm
            case bytesMin = "bytes_min"
            case bytesAverage = "bytes_average"
            case bytesMax = "bytes_max"
        }
    }

    /// How long what is kept, in seconds.
    public struct RetentionBody: Codable, Sendable, Hashable {
        /// A `client_change_id` is remembered.
        public var outcomeSeconds: Int
        /// A chunk may be referred to by who sent it.
        public var chunkGrantSeconds: Int
        /// A row of the log, and longer while a device at work has not read it.
        public var logSeconds: Int
        /// The content of a thing in the trash.
        public var trashSeconds: Int

        public init(logSeconds: Int, trashSeconds: Int) {
            self.logSeconds = logSeconds
            self.trashSeconds = trashSeconds
            outcomeSeconds = Limits.outcomeSecondsKept
            chunkGrantSeconds = Limits.chunkGrantSeconds
        }

        enum CodingKeys: String, CodingKey {
            case outcomeSeconds = "outcome_seconds"
            case chunkGrantSeconds = "chunk_grant_seconds"
            case logSeconds = "log_seconds"
            case trashSeconds = "trash_seconds"
        }
    }
}

/// Bounds that a request must keep to; beyond them it is refused with 413 or 422, or 429.
public struct LimitsBody: Codable, Sendable, Hashable {
    /// Of `changes` and `snapshot`.
    public var pageRowsDefault: Int
    public var pageRowsMax: Int
    /// Of `conflicts` and other lists.
    public var listRowsMax: Int
    public var waitSecondsMax: Int
    public var applyChangesMax: Int
    public var applyBodyBytesMax: Int
    public var jsonBodyBytesMax: Int
    public var missingHashesMax: Int
    public var chunkBytesMax: Int
    /// Of one `POST chunks`.
    public var chunkBatchBytesMax: Int
    public var chunkBatchCountMax: Int
    public var bulkDownloadItemsMax: Int
    public var bulkDownloadFileBytesMax: Int64
    public var fileBytesMax: Int64
    public var nameBytesMax: Int
    public var pathBytesMax: Int
    public var depthMax: Int
    public var deviceIDCharactersMax: Int
    public var clientChangeIDBytesMax: Int
    public var devicesPerUserMax: Int
    public var socketsPerUserMax: Int
    public var socketFrameBytesMax: Int
    public var socketPingSeconds: Int
    /// Requests of a user; null: any number.
    @OrNull public var requestsPerMinute: Int?

    /// Those of this version.
    public init(requestsPerMinute: Int?) {
        pageRowsDefault = Limits.pageRowsDefault
        pageRowsMax = Limits.pageRowsMax
        listRowsMax = Limits.listRowsMax
        waitSecondsMax = Limits.waitSecondsMax
        applyChangesMax = Limits.applyChangesMax
        applyBodyBytesMax = Limits.applyBodyBytesMax
        jsonBodyBytesMax = Limits.jsonBodyBytesMax
        missingHashesMax = Limits.missingHashesMax
        chunkBytesMax = Limits.chunkBytesMax
        chunkBatchBytesMax = Limits.chunkBatchBytesMax
        chunkBatchCountMax = Limits.chunkBatchCountMax
        bulkDownloadItemsMax = Limits.bulkDownloadItemsMax
        bulkDownloadFileBytesMax = Limits.bulkDownloadFileBytesMax
        fileBytesMax = Limits.fileBytesMax
        nameBytesMax = Limits.nameBytesMax
        pathBytesMax = Limits.pathBytesMax
        depthMax = Limits.depthMax
        deviceIDCharactersMax = Limits.deviceIDCharactersMax
        clientChangeIDBytesMax = Limits.clientChangeIDBytesMax
        devicesPerUserMax = Limits.devicesPerUserMax
        socketsPerUserMax = Limits.socketsPerUserMax
        socketFrameBytesMax = Limits.socketFrameBytesMax
        socketPingSeconds = Limits.socketPingSeconds
        self.requestsPerMinute = requestsPerMinute
    }

    enum CodingKeys: String, CodingKey {
        case pageRowsDefault = "page_rows_default"
        case pageRowsMax = "page_rows_max"
        case listRowsMax = "list_rows_max"
        case waitSecondsMax = "wait_seconds_max"
        case applyChangesMax = "apply_changes_max"
        case applyBodyBytesMax = "apply_body_bytes_max"
        case jsonBodyBytesMax = "json_body_bytes_max"
        case missingHashesMax = "missing_hashes_max"
        case chunkBytesMax = "chunk_bytes_max"
        case chunkBatchBytesMax = "chunk_batch_bytes_max"
        case chunkBatchCountMax = "chunk_batch_count_max"
        case bulkDownloadItemsMax = "bulk_download_items_max"
        case bulkDownloadFileBytesMax = "bulk_download_file_bytes_max"
        case fileBytesMax = "file_bytes_max"
        case nameBytesMax = "name_bytes_max"
        case pathBytesMax = "path_bytes_max"
        case depthMax = "depth_max"
        case deviceIDCharactersMax = "device_id_characters_max"
        case clientChangeIDBytesMax = "client_change_id_bytes_max"
        case devicesPerUserMax = "devices_per_user_max"
        case socketsPerUserMax = "sockets_per_user_max"
        case socketFrameBytesMax = "socket_frame_bytes_max"
        case socketPingSeconds = "socket_ping_seconds"
        case requestsPerMinute = "requests_per_minute"
    }
}
