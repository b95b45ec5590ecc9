import Glibc
package import TidelineCore

/// The clock of this machine.
package struct SystemTime: TimeSource {
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec)).adding(nanoseconds: Int64(time.tv_nsec))
    }
}
