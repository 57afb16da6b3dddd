// SPDX-License-Identifier: Apache-2.0
// Faults of disk and clock for one process, which has this file preloaded (LD_PRELOAD). What is
// wrong stands in the file that HOMEROOM_FAULTS names, which the test and the process map: changes
// hold at once. Only files whose path contains HOMEROOM_FAULTS_PATH are hurt.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

struct faults {
  int32_t write_errno;   // of writes and truncations
  int32_t sync_errno;    // of fsync and fdatasync
  int32_t sync_millis;   // how long those take longer
  int32_t read_errno;
  int32_t open_errno;    // of opens for writing
  int32_t clock_seconds; // how wrong the clock is
  int32_t hurt;          // counts what was refused
};

static volatile struct faults none;
static volatile struct faults *faults = &none;
static const char *hurt_path = "/";

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("HOMEROOM_FAULTS");
  const char *path = getenv("HOMEROOM_FAULTS_PATH");
  int fd = name == NULL ? -1 : open(name, O_RDWR);
  if (fd < 0) {
    return;
  }
  void *mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  hurt_path = path == NULL ? "/" : path;
  if (mapped != MAP_FAILED) {
    faults = mapped;
  }
}

static int is_hurt(int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) {
    return 0;
  }
  path[length] = 0;
  return strstr(path, hurt_path) != NULL;
}

static int refuse(int fd, int32_t reason) {
  if (reason == 0 || !is_hurt(fd)) {
    return 0;
  }
  faults->hurt++;
  errno = reason;
  return 1;
}

#define NEXT(name) \
  static __typeof__(&name) next; \
  if (next == NULL) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define WRITING(name, offset) \
  ssize_t name(int fd, const void *bytes, size_t count, offset at) { \
    NEXT(name); \
    return refuse(fd, faults->write_errno) ? -1 : next(fd, bytes, count, at); \
  }
#define READING(name, offset) \
  ssize_t name(int fd, void *bytes, size_t count, offset at) { \
    NEXT(name); \
    return refuse(fd, faults->read_errno) ? -1 : next(fd, bytes, count, at); \
  }
#define CUTTING(name, offset) \
  int name(int fd, offset length) { \
    NEXT(name); \
    return refuse(fd, faults->write_errno) ? -1 : next(fd, length); \
  }
#define SYNCING(name) \
  int name(int fd) { \
    NEXT(name); \
    if (faults->sync_millis > 0 && is_hurt(fd)) { \
      usleep((useconds_t)faults->sync_millis * 1000); \
    } \
    return refuse(fd, faults->sync_errno) ? -1 : next(fd); \
  }
#define OPENING(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list more; \
    va_start(more, flags); \
    int mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, int) : 0; \
    va_end(more); \
    if (faults->open_errno != 0 && (flags & O_ACCMODE) != O_RDONLY && strstr(path, hurt_path)) { \
      faults->hurt++; \
      errno = faults->open_errno; \
      return -1; \
    } \
    return next(path, flags, mode); \
  }

WRITING(pwrite, off_t)
WRITING(pwrite64, off64_t)
READING(pread, off_t)
READING(pread64, off64_t)
CUTTING(ftruncate, off_t)
CUTTING(ftruncate64, off64_t)
SYNCING(fsync)
SYNCING(fdatasync)
OPENING(open)
OPENING(open64)

ssize_t write(int fd, const void *bytes, size_t count) {
  NEXT(write);
  return refuse(fd, faults->write_errno) ? -1 : next(fd, bytes, count);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  NEXT(clock_gettime);
  int failed = next(clock, now);
  if (clock == CLOCK_REALTIME) {
    now->tv_sec += faults->clock_seconds;
  }
  return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  NEXT(gettimeofday);
  int failed = next(now, zone);
  now->tv_sec += faults->clock_seconds;
  return failed;
}
