import NIOCore
import TidelineCore

/// A step and all that is known about its thing: the trees themselves go on changing meanwhile.
struct StepFacts: Sendable {
    let step: PushStep
    let path: String
    let local: LocalNode?
    let agreed: BaseNode?
    let there: RemoteFile?

    /// nil for steps without content.
    var contentBytes: Int64? {
        switch step {
        case .createFile, .update: local?.fingerprint.size
        case .createFolder, .move, .delete: nil
        }
    }
}

/// Turns steps into changes: reads what must be sent and gives each change its lasting id.
struct Preparation: Sendable {
    let disk: any LocalFolder
    let folderID: ULID
    let ids: any ULIDSource
    let halfSent: ReadFile?
    let observer: (any SyncObserver)?

    /// As many of the first steps as go into one request. Always at least one.
    ///
    /// - Throws: only `CancellationError`.
    func group(_ steps: [StepFacts]) async throws -> PushGroup {
        var group = PushGroup()
        var bytes = 0
        var json = 0
        for facts in steps {
            if bytes >= Limits.pushBatchBytes || json >= Limits.pushBatchJSONBytes { break }
            group.consumed += 1
            do {
                if let bytes = facts.contentBytes { observer?.tell(.started(.up, path: facts.path, bytes: bytes)) }
                guard let prepared = try prepare(facts) else {
                    tellEnd(of: facts)
                    continue
                }
                bytes += prepared.read.map { $0.bytes?.readableBytes ?? Limits.pushBatchBytes } ?? 0
                json += 512 + 100 * (prepared.read?.chunks.count ?? 0)
                group.ready.append(prepared)
            } catch let error as CancellationError {
                throw error
            } catch {
                tellEnd(of: facts)
                group.failed.append((facts.step, facts.path, error as? LocalError ?? .io(facts.path, errno: 0)))
            }
        }
        return group
    }

    private func tellEnd(of facts: StepFacts) {
        if facts.contentBytes != nil { observer?.tell(.ended(.up, path: facts.path, isWhole: false)) }
    }

    private func prepare(_ facts: StepFacts) throws -> PreparedPush? {
        switch facts.step {
        case .createFolder:
            guard let node = facts.local else { return nil }
            return prepared(facts, node, nil, .createFolder(node.place), base: nil)
        case .createFile: return try prepareNewFile(facts)
        case .update:
            guard let node = facts.local, let agreed = facts.agreed?.file else { return nil }
            let read = try read(facts.path, node)
            if read.content == agreed.content {
                return PreparedPush(step: facts.step, local: node, path: facts.path, read: read, work: .agreed(agreed))
            }
            return prepared(facts, node, read, .update(push(read)), base: agreed.version)
        case .move(_, let from, let to):
            return prepared(facts, facts.local, nil, .move(from: from, to: to), base: facts.agreed?.file?.version)
        case .delete: return prepared(facts, nil, nil, .delete, base: facts.agreed?.file?.version)
        }
    }

    /// A candidate with the content of the server's new file is that file; with another one it is a thing of its own.
    private func prepareNewFile(_ facts: StepFacts) throws -> PreparedPush? {
        guard let node = facts.local else { return nil }
        let read = try read(facts.path, node)
        guard let there = facts.there else {
            return prepared(facts, node, read, .createFile(node.place, push(read)), base: nil)
        }
        if there.content == read.content {
            let file = BaseFile(version: there.version, content: there.content)
            return PreparedPush(step: facts.step, local: node, path: facts.path, read: read, work: .agreed(file))
        }
        let other = LocalNode(
            id: NodeID(.file, ids.next()), place: node.place, diskName: node.diskName, fingerprint: node.fingerprint)
        return prepared(facts, other, read, .createFile(node.place, push(read)), base: nil)
    }

    private func read(_ path: String, _ node: LocalNode) throws -> ReadFile {
        if let halfSent, halfSent.fingerprint == node.fingerprint { return halfSent }
        return try readForSending(path, on: disk, expecting: node.fingerprint)
    }

    private func push(_ read: ReadFile) -> PushContent {
        PushContent(
            content: read.content, modifiedAt: Timestamp(nanoseconds: read.fingerprint.modified), chunks: read.chunks)
    }

    private func prepared(
        _ facts: StepFacts, _ node: LocalNode?, _ read: ReadFile?, _ action: PushChange.Action, base: VersionID?
    ) -> PreparedPush {
        let fingerprint = node?.fingerprint ?? facts.agreed?.fingerprint
        let change = PushChange(
            clientChangeID: changeID(facts.step, action, base: base, fingerprint: fingerprint),
            node: node?.id ?? facts.step.node, action: action, baseVersion: base)
        return PreparedPush(step: facts.step, local: node, path: facts.path, read: read, work: .change(change))
    }

    /// The same after a crash, so that a change whose answer was lost is not made twice; another for every later change,
    /// since the fingerprint tells when the thing was last touched. New files have a new id each time, so theirs is left out.
    /// A new folder has its own: it may be asked for again after it was one with another that has left the place since.
    private func changeID(
        _ step: PushStep, _ action: PushChange.Action, base: VersionID?, fingerprint: Fingerprint?
    ) -> String {
        var text = "\(NodeID(.folder, folderID)) \(base?.description ?? "-") "
        switch action {
        case .createFolder(let place):
            text += "createFolder \(step.node) \(place.parent?.description ?? "-") \(place.name)"
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
