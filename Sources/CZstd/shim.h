// The system's zstd.
#include <zstd.h>
#include <zstd_errors.h>
