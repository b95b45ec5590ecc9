// Linux calls that Swift's Glibc module does not show. All answer 0, or the errno of the failure; none follows a link.
#ifndef CTIDELINEOS_H
#define CTIDELINEOS_H

#include <stdint.h>

struct tideline_look {
    uint64_t device;
    uint64_t inode;
    int64_t birth;     // nanoseconds since 1970, 0 when unknown
    int64_t modified;  // nanoseconds since 1970
    int64_t changed;   // nanoseconds since 1970
    int64_t size;
    uint32_t mode;
    int32_t mount_root;  // whether something is mounted there; -1 when the system does not tell
};

// Looks at `name` in the folder `fd`, or at `fd` itself when `name` is empty.
int tideline_look_at(int fd, const char *name, struct tideline_look *look);
int tideline_rename_no_replace(int from_fd, const char *from, int to_fd, const char *to);
// Swaps two names in one step; both must be there.
int tideline_exchange(int one_fd, const char *one, int other_fd, const char *other);
int tideline_sync_file_system(int fd);
// Sets the modification time and leaves the access time.
int tideline_set_modified(int fd, int64_t nanoseconds);
// Answers a descriptor for waking a poll, or -1 with errno set.
int tideline_make_wakeup(void);

#endif
