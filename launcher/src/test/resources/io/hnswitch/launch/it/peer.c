/*
 * Both ends of a measurement, for a guest that has nothing of its own and for a namespace.
 *
 *   peer echo PORT                  sends back what comes, by UDP and by TCP, until it is ended
 *   peer udp ADDRESS PORT COUNT MS  sends numbered datagrams and says what of them came back, and
 *                                   which did not; an interrupt ends the sending
 *   peer wait PORT                  waits for a datagram
 *   peer tcp ADDRESS PORT BYTES     sends bytes and says whether the very same came back
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LATE_MS 5000
#define NAMED 10

static void fail(const char *what)
{
    printf("peer: %s: %s\n", what, strerror(errno));
    exit(1);
}

static struct sockaddr_in address(const char *host, const char *port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
    if (inet_pton(AF_INET, host, &to.sin_addr) != 1)
        fail(host);
    return to;
}

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static int open_socket(int type)
{
    int fd = socket(AF_INET, type, 0);
    int one = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one))
        fail("socket");
    return fd;
}

static void echo_stream(int fd)
{
    static char bytes[65536];
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0)
        for (ssize_t sent = 0; sent < got;) {
            ssize_t n = write(fd, bytes + sent, got - sent);
            if (n < 0)
                fail("write");
            sent += n;
        }
    close(fd);
}

static void echo(const char *port)
{
    struct sockaddr_in here = address("0.0.0.0", port);
    int datagrams = open_socket(SOCK_DGRAM), streams = open_socket(SOCK_STREAM);
    if (bind(datagrams, (void *)&here, sizeof here) || bind(streams, (void *)&here, sizeof here)
        || listen(streams, 4))
        fail("bind");
    printf("peer: ready\n");
    if (fork() == 0)
        for (prctl(PR_SET_PDEATHSIG, SIGKILL);;) {
            int fd = accept(streams, NULL, NULL);
            if (fd < 0)
                fail("accept");
            echo_stream(fd);
        }
    for (;;) {
        static char bytes[65536];
        struct sockaddr_in from;
        socklen_t size = sizeof from;
        ssize_t got = recvfrom(datagrams, bytes, sizeof bytes, 0, (void *)&from, &size);
        if (got >= 0)
            sendto(datagrams, bytes, got, 0, (void *)&from, size);
    }
}

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

static void await(const char *port)
{
    struct sockaddr_in here = address("0.0.0.0", port);
    int fd = open_socket(SOCK_DGRAM);
    char byte;
    if (bind(fd, (void *)&here, sizeof here) || recv(fd, &byte, 1, 0) < 0)
        fail("wait");
}

static void udp(const char *host, const char *port, uint32_t count, int every_ms)
{
    struct sockaddr_in to = address(host, port);
    int fd = open_socket(SOCK_DGRAM);
    unsigned char *seen = calloc(count, 1);
    uint32_t sent = 0, came = 0, twice = 0, late = 0, highest = 0, refused = 0;
    long long next = now_ms(), end = next + LATE_MS + (long long)count * every_ms;
    if (!seen || connect(fd, (void *)&to, sizeof to))
        fail("connect");
    signal(SIGINT, interrupt);
    while ((sent < count || came < count) && now_ms() < end) {
        uint32_t bytes[32];
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (interrupted && sent < count) {
            count = sent;
            end = now_ms() + LATE_MS;
        }
        long long wait = sent < count ? next - now_ms() : 100;
        ssize_t got = 0;
        if (poll(&ready, 1, wait > 0 ? wait : 0) > 0
            && (got = recv(fd, bytes, sizeof bytes, 0)) == sizeof bytes
            && ntohl(bytes[0]) < sent) {
            uint32_t number = ntohl(bytes[0]);
            if (seen[number]++)
                twice++;
            else
                came++;
            if (number < highest)
                late++;
            else
                highest = number;
        }
        refused += got < 0;
        if (sent < count && now_ms() >= next) {
            memset(bytes, 0, sizeof bytes);
            bytes[0] = htonl(sent);
            if (send(fd, bytes, sizeof bytes, 0) == sizeof bytes)
                sent++;
            else
                refused++;
            next += every_ms;
        }
    }
    printf("peer: udp sent=%u came=%u twice=%u late=%u", sent, came, twice, late);
    if (refused)
        printf(" refused=%u", refused);
    for (uint32_t number = 0, named = 0; number < sent && named < NAMED; number++)
        if (!seen[number])
            printf("%s%u", named++ ? "," : " lost=", number);
    printf("\n");
}

static unsigned char pattern(long at)
{
    return (unsigned char)(at * 31 + (at >> 10));
}

static void tcp(const char *host, const char *port, long count)
{
    struct sockaddr_in to = address(host, port);
    int fd = open_socket(SOCK_STREAM);
    long sent = 0, came = 0;
    if (connect(fd, (void *)&to, sizeof to))
        fail("connect");
    while (came < count) {
        static unsigned char bytes[65536];
        struct pollfd ready = {.fd = fd, .events = POLLIN | (sent < count ? POLLOUT : 0)};
        if (poll(&ready, 1, LATE_MS) <= 0) {
            errno = ETIMEDOUT;
            fail("poll");
        }
        if (ready.revents & POLLOUT) {
            long some = count - sent < (long)sizeof bytes ? count - sent : (long)sizeof bytes;
            for (long i = 0; i < some; i++)
                bytes[i] = pattern(sent + i);
            ssize_t n = send(fd, bytes, some, MSG_DONTWAIT);
            if (n < 0 && errno != EAGAIN)
                fail("send");
            sent += n > 0 ? n : 0;
        }
        if (ready.revents & (POLLIN | POLLHUP | POLLERR)) {
            ssize_t n = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
            if (n == 0 || (n < 0 && errno != EAGAIN))
                fail("recv");
            for (ssize_t i = 0; i < n; i++)
                if (bytes[i] != pattern(came + i)) {
                    errno = EBADMSG;
                    fail("compare");
                }
            came += n > 0 ? n : 0;
        }
    }
    printf("peer: tcp sent=%ld came=%ld\n", sent, came);
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 3 && !strcmp(argv[1], "echo"))
        echo(argv[2]);
    else if (argc == 6 && !strcmp(argv[1], "udp"))
        udp(argv[2], argv[3], strtoul(argv[4], NULL, 10), atoi(argv[5]));
    else if (argc == 3 && !strcmp(argv[1], "wait"))
        await(argv[2]);
    else if (argc == 5 && !strcmp(argv[1], "tcp"))
        tcp(argv[2], argv[3], atol(argv[4]));
    else
        return 2;
    return 0;
}
