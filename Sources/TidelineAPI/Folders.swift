public import TidelineCore

/// A folder as `/api/v1/folders` shows it.
public struct FolderBody: Codable, Sendable, Hashable {
    public var id: String
    public var resourceType: ResourceType
    public var shareID: String
    /// null at the root of the share.
    @OrNull public var parentID: String?
    public var name: String
    public var path: String
    public var createdAt: String
    /// When its place last changed.
    public var updatedAt: String
    @OrNull public var trashedAt: String?

    public init(
        id: String, shareID: String, parentID: String?, name: String, path: String, createdAt: String,
        updatedAt: String, trashedAt: String?
    ) {
        self.id = id
        resourceType = .folder
        self.shareID = shareID
        self.parentID = parentID
        self.name = name
        self.path = path
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.trashedAt = trashedAt
    }

    enum CodingKeys: String, CodingKey {
        case id
        case resourceType = "resource_type"
        case shareID = "share_id"
        case parentID = "parent_id"
        case name
        case path
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case trashedAt = "trashed_at"
    }
}

/// `POST folders`.
public struct NewFolderBody: Codable, Sendable, Hashable {
    public var shareID: String
    /// Absent, null or `root`: the root of the share.
    public var parentID: ParentReference?
    public var name: String

    public init(shareID: String, parentID: ParentReference? = nil, name: String) {
        self.shareID = shareID
        self.parentID = parentID
        self.name = name
    }

    enum CodingKeys: String, CodingKey {
        case shareID = "share_id"
        case parentID = "parent_id"
        case name
    }
}

/// `PATCH folders/{id}`, and where `POST trash/{id}/restore` is to put a thing: what is absent stays.
public struct PlacePatchBody: Codable, Sendable, Hashable {
    public var name: String?
    /// null or `root`: the root of the share.
    public var parentID: ParentReference?

    public init(name: String? = nil, parentID: ParentReference? = nil) {
        self.name = name
        self.parentID = parentID
    }

    enum CodingKeys: String, CodingKey {
        case name
        case parentID = "parent_id"
    }
}

/// A file or a folder, told apart by `resource_type`.
public enum NodeBody: Codable, Sendable, Hashable {
    case file(FileBody)
    case folder(FolderBody)

    public init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: FolderBody.CodingKeys.self)
        self =
            try kind.decode(ResourceType.self, forKey: .resourceType) == .file
            ? .file(try FileBody(from: decoder)) : .folder(try FolderBody(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .file(let body): try body.encode(to: encoder)
        case .folder(let body): try body.encode(to: encoder)
        }
    }
}

extension NodeBody {
    /// Its id: `fil_…` or `fld_…`.
    public var id: String {
        switch self {
        case .file(let file): file.id
        case .folder(let folder): folder.id
        }
    }

    /// The last part of its path.
    public var name: String {
        switch self {
        case .file(let file): file.name
        case .folder(let folder): folder.name
        }
    }

    /// From the root of the share, which is `/`.
    public var path: String {
        switch self {
        case .file(let file): file.path
        case .folder(let folder): folder.path
        }
    }
}

/// `GET folders/{id}/children`: files and folders together, by case-folded name.
public struct ChildrenPage: Codable, Sendable, Hashable {
    public var children: [NodeBody]
    @OrNull public var nextPageToken: String?
    public var hasMore: Bool

    public init(children: [NodeBody], nextPageToken: String?) {
        self.children = children
        self.nextPageToken = nextPageToken
        hasMore = nextPageToken != nil
    }

    enum CodingKeys: String, CodingKey {
        case children
        case nextPageToken = "next_page_token"
        case hasMore = "has_more"
    }
}

/// Something that was itself put into the trash.
public struct TrashItem: Codable, Sendable, Hashable {
    public var id: String
    public var resourceType: ResourceType
    public var shareID: String
    @OrNull public var parentID: String?
    public var name: String
    /// Where it was, by today's names of the folders above.
    public var path: String
    /// Of a file in bytes; null for a folder.
    @OrNull public var size: Int64?
    @OrNull public var mimeType: String?
    public var trashedAt: String
    public var trashedBy: String

    public init(
        id: String, resourceType: ResourceType, shareID: String, parentID: String?, name: String, path: String,
        size: Int64?, mimeType: String?, trashedAt: String, trashedBy: String
    ) {
        self.id = id
        self.resourceType = resourceType
        self.shareID = shareID
        self.parentID = parentID
        self.name = name
        self.path = path
        self.size = size
        self.mimeType = mimeType
        self.trashedAt = trashedAt
        self.trashedBy = trashedBy
    }

    enum CodingKeys: String, CodingKey {
        case id
        case resourceType = "resource_type"
        case shareID = "share_id"
        case parentID = "parent_id"
        case name
        case path
        case size
        case mimeType = "mime_type"
        case trashedAt = "trashed_at"
        case trashedBy = "trashed_by"
    }
}

/// `GET trash`, newest first. Go on with `next_before` as `before`.
public struct TrashPage: Codable, Sendable, Hashable {
    public var items: [TrashItem]
    /// Opaque; null after the last page.
    @OrNull public var nextBefore: String?
    public var hasMore: Bool

    public init(items: [TrashItem], nextBefore: String?) {
        self.items = items
        self.nextBefore = nextBefore
        hasMore = nextBefore != nil
    }

    enum CodingKeys: String, CodingKey {
        case items
        case nextBefore = "next_before"
        case hasMore = "has_more"
    }
}
