/// All use cases over one context: what the server, and the simulator, call.
package struct Service: Sendable {
    package let accounts: Accounts
    package let shares: Shares
    package let devices: Devices
    package let preferences: Preferences
    package let changes: Changes
    package let snapshots: Snapshots
    package let apply: Apply
    package let conflicts: Conflicts
    package let content: ContentService
    package let files: Files
    package let folders: Folders
    package let trash: Trash
    package let trashPurge: TrashPurge
    package let uploads: Uploads
    package let maintenance: Maintenance
    package let timelines: Timelines
    package let collection: Collection

    package init(_ context: ServiceContext) {
        accounts = Accounts(context)
        shares = Shares(context)
        devices = Devices(context)
        preferences = Preferences(context)
        changes = Changes(context)
        snapshots = Snapshots(context)
        apply = Apply(context)
        conflicts = Conflicts(context)
        content = ContentService(context)
        files = Files(context)
        folders = Folders(context)
        trash = Trash(context)
        trashPurge = TrashPurge(context)
        uploads = Uploads(context)
        maintenance = Maintenance(context)
        timelines = Timelines(context)
        collection = Collection(context)
    }
}
