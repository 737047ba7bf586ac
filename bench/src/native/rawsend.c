/*
 * rawsend: the smallest sender and counter of raw Ethernet frames, to measure frame rates without a
 * transport protocol's own limits.
 *
 *   rawsend send IFNAME DSTMAC SECONDS [SIZE]   sends frames at full speed (SIZE 60 to 9014, default
 *                                               60), prints "sent FRAMES refused TIMES rate FRAMES/S"
 *   rawsend count IFNAME SECONDS                prints "received FRAMES seconds S rate FRAMES/S" from the
 *                                               interface's own statistics
 *
 * Frames have ethertype 0x88b5 (IEEE 802 local experimental), which no stack answers, and bypass the
 * queueing discipline.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 64
#define SIZE_MIN 60
#define SIZE_MAX_FRAME 9014
#define SECONDS_MAX 3600.0
#define ETHERTYPE_EXPERIMENT 0x88b5

static void fail(const char *what) {
  fprintf(stderr, "rawsend: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int usage(void) {
  fprintf(stderr,
          "usage: rawsend send IFNAME DSTMAC SECONDS [SIZE]\n"
          "       rawsend count IFNAME SECONDS\n");
  return 2;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int parse_mac(const char *text, unsigned char *mac) {
  unsigned int part[6];
  int used = 0;
  if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%n", &part[0], &part[1], &part[2], &part[3], &part[4],
             &part[5], &used) != 6 ||
      text[used] != '\0') {
    return -1;
  }
  for (int i = 0; i < 6; i++) {
    mac[i] = (unsigned char)part[i];
  }
  return 0;
}

static int parse_seconds(const char *text, double *seconds) {
  char *rest;
  *seconds = strtod(text, &rest);
  return *rest == '\0' && *seconds > 0 && *seconds <= SECONDS_MAX ? 0 : -1;
}

static int open_socket(const char *name, unsigned char *mac) {
  struct sockaddr_ll address;
  struct ifreq request;
  int on = 1;
  /* Protocol 0: this socket receives nothing, so the way in costs nothing. */
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    fail("cannot open a packet socket");
  }
  memset(&request, 0, sizeof request);
  memcpy(request.ifr_name, name, strlen(name));
  if (ioctl(fd, SIOCGIFHWADDR, &request) < 0) {
    fail(name);
  }
  memcpy(mac, request.ifr_hwaddr.sa_data, ETH_ALEN);
  memset(&address, 0, sizeof address);
  address.sll_family = AF_PACKET;
  address.sll_ifindex = (int)if_nametoindex(name);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    fail("cannot bind");
  }
  if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on) < 0) {
    fail("cannot bypass the queueing discipline");
  }
  return fd;
}

static int send_frames(const char *name, const char *to, double seconds, size_t size) {
  static unsigned char frame[SIZE_MAX_FRAME];
  struct mmsghdr messages[BATCH];
  struct iovec part = {frame, size};
  unsigned long long sent = 0;
  unsigned long long refused = 0;
  if (parse_mac(to, frame) != 0) {
    return usage();
  }
  int fd = open_socket(name, frame + ETH_ALEN);
  frame[12] = ETHERTYPE_EXPERIMENT >> 8;
  frame[13] = ETHERTYPE_EXPERIMENT & 0xff;
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    messages[i].msg_hdr.msg_iov = &part;
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  double start = now();
  double end = start + seconds;
  double at = start;
  while (at < end) {
    int done = sendmmsg(fd, messages, BATCH, 0);
    if (done > 0) {
      sent += (unsigned long long)done;
    }
    if (done < BATCH) {
      /* The device's queue is full: let the reader have the processor. */
      if (done < 0 && errno != ENOBUFS && errno != EAGAIN && errno != EINTR) {
        fail("cannot send");
      }
      refused++;
      usleep(20);
    }
    at = now();
  }
  printf("sent %llu refused %llu rate %.0f\n", sent, refused, (double)sent / (at - start));
  close(fd);
  return 0;
}

static unsigned long long received(const char *name) {
  struct ifaddrs *all;
  unsigned long long frames = 0;
  int found = 0;
  if (getifaddrs(&all) < 0) {
    fail("cannot list interfaces");
  }
  for (struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    if (strcmp(one->ifa_name, name) == 0 && one->ifa_addr != NULL &&
        one->ifa_addr->sa_family == AF_PACKET && one->ifa_data != NULL) {
      frames = ((struct rtnl_link_stats *)one->ifa_data)->rx_packets;
      found = 1;
    }
  }
  freeifaddrs(all);
  if (!found) {
    errno = ENODEV;
    fail(name);
  }
  return frames;
}

static int count_frames(const char *name, double seconds) {
  unsigned long long before = received(name);
  double start = now();
  double left = seconds;
  while (left > 0) {
    struct timespec pause = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};
    nanosleep(&pause, NULL);
    left = start + seconds - now();
  }
  /* These statistics have 32 bits. */
  unsigned int frames = (unsigned int)(received(name) - before);
  double taken = now() - start;
  printf("received %u seconds %.3f rate %.0f\n", frames, taken, (double)frames / taken);
  return 0;
}

int main(int argc, char **argv) {
  double seconds;
  if (argc < 4 || strlen(argv[2]) >= IF_NAMESIZE) {
    return usage();
  }
  if (strcmp(argv[1], "count") == 0 && argc == 4 && parse_seconds(argv[3], &seconds) == 0) {
    return count_frames(argv[2], seconds);
  }
  if (strcmp(argv[1], "send") == 0 && argc >= 5 && argc <= 6 &&
      parse_seconds(argv[4], &seconds) == 0) {
    long size = SIZE_MIN;
    if (argc == 6) {
      char *rest;
      size = strtol(argv[5], &rest, 10);
      if (*rest != '\0' || size < SIZE_MIN || size > SIZE_MAX_FRAME) {
        return usage();
      }
    }
    return send_frames(argv[2], argv[3], seconds, (size_t)size);
  }
  return usage();
}
