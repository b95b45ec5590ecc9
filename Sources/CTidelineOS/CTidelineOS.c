#define _GNU_SOURCE
#include "CTidelineOS.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef STATX_ATTR_MOUNT_ROOT
#define STATX_ATTR_MOUNT_ROOT 0x2000
#endif

// Times outside of 1677 to 2262 are clamped, as in TidelineCore's Timestamp.
static int64_t nanoseconds_of(struct statx_timestamp time) {
    int64_t result;
    if (__builtin_mul_overflow((int64_t)time.tv_sec, (int64_t)1000000000, &result) ||
        __builtin_add_overflow(result, (int64_t)time.tv_nsec, &result))
        return time.tv_sec < 0 ? INT64_MIN : INT64_MAX;
    return result;
}

int tideline_look_at(int fd, const char *name, struct tideline_look *look) {
    struct statx seen;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (name[0] ? 0 : AT_EMPTY_PATH);
    if (statx(fd, name, flags, STATX_BASIC_STATS | STATX_BTIME, &seen) != 0) return errno;
    look->device = makedev(seen.stx_dev_major, seen.stx_dev_minor);
    look->inode = seen.stx_ino;
    look->birth = (seen.stx_mask & STATX_BTIME) ? nanoseconds_of(seen.stx_btime) : 0;
    look->modified = nanoseconds_of(seen.stx_mtime);
    look->changed = nanoseconds_of(seen.stx_ctime);
    look->size = (int64_t)seen.stx_size;
    look->mode = seen.stx_mode;
    int tells = (seen.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0;
    look->mount_root = tells ? (seen.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0 : -1;
    return 0;
}

int tideline_rename_no_replace(int from_fd, const char *from, int to_fd, const char *to) {
    return renameat2(from_fd, from, to_fd, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

int tideline_exchange(int one_fd, const char *one, int other_fd, const char *other) {
    return renameat2(one_fd, one, other_fd, other, RENAME_EXCHANGE) == 0 ? 0 : errno;
}

int tideline_sync_file_system(int fd) { return syncfs(fd) == 0 ? 0 : errno; }

int tideline_set_modified(int fd, int64_t nanoseconds) {
    int64_t seconds = nanoseconds / 1000000000, rest = nanoseconds % 1000000000;
    if (rest < 0) {
        seconds -= 1;
        rest += 1000000000;
    }
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = seconds, .tv_nsec = rest}};
    return futimens(fd, times) == 0 ? 0 : errno;
}

int tideline_make_wakeup(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
