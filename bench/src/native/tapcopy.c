/*
 * tapcopy: copies frames between two TAP devices as fast as one thread can. It is the limit of any
 * program that joins two network stacks by TAP: what hnswitch loses against it is hnswitch's own cost.
 *
 *   tapcopy [--no-offload] NAME_A NAME_B
 *
 * Makes both devices in the current network namespace (a script moves them elsewhere; the descriptors
 * stay good), prints "ready" and copies until SIGTERM or SIGINT. Frames carry a virtio-net header; with
 * offloads, checksums stay partial and TCP super-frames stay whole. Then it prints for each direction:
 * frames, bytes, frames that the other side refused.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define VNET_HEADER 12 /* struct virtio_net_hdr_v1 */
#define BUFFER (VNET_HEADER + 65535 + 18)
#define BATCH 256 /* frames of one direction before the other has its turn */

struct direction {
  int from;
  int to;
  unsigned long long frames;
  unsigned long long bytes;
  unsigned long long refused;
};

static volatile sig_atomic_t ended;

static void end(int signal_number) {
  (void)signal_number;
  ended = 1;
}

static void fail(const char *what, const char *name) {
  fprintf(stderr, "tapcopy: %s %s: %s\n", what, name, strerror(errno));
  exit(1);
}

static int open_tap(const char *name, int offload) {
  struct ifreq request;
  int header = VNET_HEADER;
  int fd;

  if (strlen(name) >= IFNAMSIZ) {
    fprintf(stderr, "tapcopy: name too long: %s\n", name);
    exit(2);
  }
  fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    fail("cannot open /dev/net/tun for", name);
  }
  memset(&request, 0, sizeof request);
  memcpy(request.ifr_name, name, strlen(name));
  request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
  if (ioctl(fd, TUNSETIFF, &request) < 0) {
    fail("cannot make", name);
  }
  if (ioctl(fd, TUNSETVNETHDRSZ, &header) < 0) {
    fail("cannot set the header size of", name);
  }
  if (ioctl(fd, TUNSETOFFLOAD, offload ? TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN : 0) < 0) {
    fail("cannot set the offloads of", name);
  }
  return fd;
}

/*
 * Copies until there is nothing to read or a batch is done. Returns 1 when there may be more, 0 when
 * not. A frame that the other side refuses (its interface is down: EIO) is counted and dropped.
 */
static int copy(struct direction *way, unsigned char *buffer) {
  for (int i = 0; i < BATCH; i++) {
    ssize_t got = read(way->from, buffer, BUFFER);
    if (got < 0) {
      if (errno == EAGAIN || errno == EINTR || errno == EIO || errno == EBADFD) {
        return 0;
      }
      fail("cannot read", "a TAP");
    }
    if (got <= VNET_HEADER) {
      continue;
    }
    if (write(way->to, buffer, (size_t)got) == got) {
      way->frames++;
      way->bytes += (unsigned long long)got - VNET_HEADER;
    } else {
      way->refused++;
    }
  }
  return 1;
}

static void report(const char *from, const char *to, const struct direction *way) {
  printf("%s to %s: frames %llu bytes %llu refused %llu\n", from, to, way->frames, way->bytes,
         way->refused);
}

int main(int argc, char **argv) {
  static unsigned char buffer[BUFFER];
  struct direction there, back;
  struct sigaction action;
  struct pollfd polls[2];
  sigset_t stops, before;
  int offload = 1;
  int at = 1;

  if (at < argc && strcmp(argv[at], "--no-offload") == 0) {
    offload = 0;
    at++;
  }
  if (argc - at != 2) {
    fprintf(stderr, "usage: tapcopy [--no-offload] NAME_A NAME_B\n");
    return 2;
  }
  /* The signals are let in only while waiting, so one that comes just before is not missed. */
  memset(&action, 0, sizeof action);
  action.sa_handler = end;
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  sigprocmask(SIG_BLOCK, &stops, &before);

  memset(&there, 0, sizeof there);
  there.from = open_tap(argv[at], offload);
  there.to = open_tap(argv[at + 1], offload);
  memset(&back, 0, sizeof back);
  back.from = there.to;
  back.to = there.from;
  printf("ready\n");
  fflush(stdout);

  polls[0].fd = there.from;
  polls[1].fd = back.from;
  polls[0].events = polls[1].events = POLLIN;
  int more = 0;
  while (!ended) {
    struct timespec none = {0, 0};
    struct timespec second = {1, 0};
    int ready = ppoll(polls, 2, more ? &none : &second, &before);
    if (ready < 0 && errno != EINTR) {
      fail("cannot wait for", "the TAPs");
    }
    if (ended) {
      break;
    }
    if (ready > 0 && ((polls[0].revents | polls[1].revents) & POLLNVAL)) {
      fprintf(stderr, "tapcopy: a TAP is gone\n");
      return 1;
    }
    if (ready > 0 && !((polls[0].revents | polls[1].revents) & POLLIN)) {
      usleep(1000); /* only POLLERR: an interface is down, and poll would spin */
    }
    more = copy(&there, buffer);
    more |= copy(&back, buffer);
  }
  report(argv[at], argv[at + 1], &there);
  report(argv[at + 1], argv[at], &back);
  return 0;
}
