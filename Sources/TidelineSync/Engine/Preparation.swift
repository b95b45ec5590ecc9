import NIOCore
import TidelineCore

/// Turns steps into changes: reads what must be sent and gives each change its lasting id.
struct Preparation: Sendable {
    let disk: any LocalFolder
    let local: LocalTree
    let remote: RemoteTree
    let folderID: ULID
    let ids: any ULIDSource

    /// As many of the first steps as go into one request. Always at least one.
    func group(_ steps: ArraySlice<PushStep>) async -> PushGroup {
        var group = PushGroup()
        var bytes = 0
        var json = 0
        for step in steps {
            if group.consumed >= Limits.pushBatchChanges || bytes >= Limits.pushBatchBytes
                || json >= Limits.pushBatchJSONBytes
            {
                break
            }
            group.consumed += 1
            let path = local.path(of: step.node) ?? local.base[step.node]?.nameOnDisk ?? step.node.description
            do {
                guard let prepared = try prepare(step, path) else { continue }
                bytes += prepared.read.map { $0.bytes?.readableBytes ?? Limits.pushBatchBytes } ?? 0
                json += 512 + 100 * (prepared.read?.chunks.count ?? 0)
                group.ready.append(prepared)
            } catch {
                group.failed.append((step, path, error as? LocalError ?? .io(path, errno: 0)))
            }
        }
        return group
    }

    private func prepare(_ step: PushStep, _ path: String) throws -> PreparedPush? {
        let id = step.node
        switch step {
        case .createFolder:
            guard let node = local.node(id) else { return nil }
            return prepared(step, node, path, nil, .createFolder(node.place), base: nil)
        case .createFile: return try prepareNewFile(step, path)
        case .update:
            guard let node = local.node(id), let agreed = local.base[id]?.file else { return nil }
            let read = try readForSending(path, on: disk, expecting: node.fingerprint)
            if read.content == agreed.content {
                return PreparedPush(step: step, local: node, path: path, read: read, work: .agreed(agreed))
            }
            return prepared(step, node, path, read, .update(push(read)), base: agreed.version)
        case .move(_, let from, let to):
            return prepared(
                step, local.node(id), path, nil, .move(from: from, to: to), base: local.base[id]?.file?.version)
        case .delete:
            return prepared(step, nil, path, nil, .delete, base: local.base[id]?.file?.version)
        }
    }

    /// A candidate with the content of the server's new file is that file; with another one it is a thing of its own.
    private func prepareNewFile(_ step: PushStep, _ path: String) throws -> PreparedPush? {
        guard let node = local.node(step.node) else { return nil }
        let read = try readForSending(path, on: disk, expecting: node.fingerprint)
        guard let there = remote.node(node.id, base: local.base)?.file else {
            return prepared(step, node, path, read, .createFile(node.place, push(read)), base: nil)
        }
        if there.content == read.content {
            let file = BaseFile(version: there.version, content: there.content)
            return PreparedPush(step: step, local: node, path: path, read: read, work: .agreed(file))
        }
        let other = LocalNode(
            id: NodeID(.file, ids.next()), place: node.place, diskName: node.diskName, fingerprint: node.fingerprint)
        return prepared(step, other, path, read, .createFile(node.place, push(read)), base: nil)
    }

    private func push(_ read: ReadFile) -> PushContent {
        PushContent(
            content: read.content, modifiedAt: Timestamp(nanoseconds: read.fingerprint.modified), chunks: read.chunks)
    }

    private func prepared(
        _ step: PushStep, _ node: LocalNode?, _ path: String, _ read: ReadFile?, _ action: PushChange.Action,
        base: VersionID?
    ) -> PreparedPush {
        let change = PushChange(
            clientChangeID: changeID(
                step, action, base: base, fingerprint: node?.fingerprint ?? local.base[step.node]?.fingerprint),
            node: node?.id ?? step.node, action: action, baseVersion: base)
        return PreparedPush(step: step, local: node, path: path, read: read, work: .change(change))
    }

    /// The same after a crash, so that a change whose answer was lost is not made twice; another for every later change,
    /// since the fingerprint tells when the thing was last touched. New things have a new id each time, so theirs is left out.
    private func changeID(
        _ step: PushStep, _ action: PushChange.Action, base: VersionID?, fingerprint: Fingerprint?
    ) -> String {
        var text = "\(NodeID(.folder, folderID)) \(base?.description ?? "-") "
        switch action {
        case .createFolder(let place): text += "createFolder \(place.parent?.description ?? "-") \(place.name)"
        case .createFile(let place, let content):
            text += "createFile \(place.parent?.description ?? "-") \(content.content.checksum) \(place.name)"
        case .update(let content): text += "update \(step.node) \(content.content.checksum)"
        case .move(let from, let to):
            text +=
                "move \(step.node) \(from.parent?.description ?? "-") \(to.parent?.description ?? "-") \(from.name)/\(to.name)"
        case .delete: text += "delete \(step.node)"
        }
        if let fingerprint { text += " \(fingerprint)" }
        return String(Digest(of: Array(text.utf8)).hex.prefix(40))
    }
}
