package import Logging
package import TidelineCore

/// Everything outside that the use cases reach, handed in once.
package struct ServiceContext: Sendable {
    package let store: any MetadataStore
    package let chunks: any ChunkStore
    package let clock: any TimeSource
    package let alarm: any Alarm
    package let ids: any ULIDSource
    package let secrets: any SecretSource
    package let passwords: any PasswordHasher
    package let events: EventHub
    package let retention: Retention
    package let logger: Logger

    package init(
        store: any MetadataStore, chunks: any ChunkStore, clock: any TimeSource, alarm: any Alarm, ids: any ULIDSource,
        secrets: any SecretSource, passwords: any PasswordHasher, events: EventHub, retention: Retention = Retention(),
        logger: Logger
    ) {
        self.store = store
        self.chunks = chunks
        self.clock = clock
        self.alarm = alarm
        self.ids = ids
        self.secrets = secrets
        self.passwords = passwords
        self.events = events
        self.retention = retention
        self.logger = logger
    }
}

/// For how long things that are no longer needed are kept.
package struct Retention: Sendable {
    /// Rows of the log, in seconds. Devices that are at work keep them longer.
    package var logSeconds: Int
    /// Content of what lies in the trash, in seconds.
    package var trashSeconds: Int

    package init(logSeconds: Int = Limits.logSecondsKept, trashSeconds: Int = Limits.trashSecondsKept) {
        self.logSeconds = logSeconds
        self.trashSeconds = trashSeconds
    }
}
