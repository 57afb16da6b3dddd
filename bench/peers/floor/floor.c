// SPDX-License-Identifier: Apache-2.0
/*
 * The floor of bench/peers/README.md: what a broadcast costs when a server does nothing but one
 * write() per frame and member. One thread, one epoll. It understands the load generator and no
 * other client: it answers one fixed WebSocket key, believes that packets come whole and in text
 * frames below 64 KiB, and sends no heartbeats.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_CLIENTS = 65536, MAX_ROOMS = 256, MAX_ROOM_NAME = 32, BUFFER = 65536, EVENTS = 256 };

/* The accept key of RFC 6455, section 1.3, which goes with the client's fixed key. */
static const char UPGRADED[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static const char OPEN[] =
    "0{\"sid\":\"floor\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
    "\"maxPayload\":1000000}";

struct room {
  char name[MAX_ROOM_NAME];
  int members[MAX_CLIENTS];
  int size;
};

/* What came of a frame that is not complete yet, and the room: by file descriptor. */
struct client {
  struct room *room;
  unsigned char *rest;
  int length;
  int upgraded;
};

static struct client clients[MAX_CLIENTS];
static struct room *rooms[MAX_ROOMS];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void write_whole(int fd, const unsigned char *bytes, int length) {
  while (length > 0) {
    ssize_t written = write(fd, bytes, length);
    if (written > 0) {
      bytes += written;
      length -= written;
    } else if (errno == EAGAIN) {
      struct pollfd wait = {fd, POLLOUT, 0};
      poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      return; /* gone; its epoll event follows */
    }
  }
}

/* Makes an unmasked text frame of the payload and returns its length. */
static int frame(unsigned char *out, const char *payload, int length) {
  int at = 0;
  out[at++] = 0x81;
  if (length < 126) {
    out[at++] = length;
  } else {
    out[at++] = 126;
    out[at++] = length >> 8;
    out[at++] = length & 0xff;
  }
  memcpy(out + at, payload, length);
  return at + length;
}

static void send_text(int fd, const char *text) {
  unsigned char out[512];
  write_whole(fd, out, frame(out, text, strlen(text)));
}

static struct room *find_room(const char *name) {
  for (int i = 0; i < MAX_ROOMS; i++) {
    if (!rooms[i]) {
      rooms[i] = calloc(1, sizeof(struct room));
      strcpy(rooms[i]->name, name);
    }
    if (!strcmp(rooms[i]->name, name)) return rooms[i];
  }
  fail("too many rooms");
  return NULL;
}

static void leave(int fd) {
  struct client *client = &clients[fd];
  struct room *room = client->room;
  for (int i = 0; room && i < room->size; i++) {
    if (room->members[i] == fd) room->members[i] = room->members[--room->size];
  }
  free(client->rest);
  memset(client, 0, sizeof *client);
  close(fd);
}

/* Who connects with a token is in the room that it names, and speaks the chat. */
static void join_class(int fd, char *text, int length) {
  char name[MAX_ROOM_NAME] = "";
  char *token = memmem(text, length, "\"token\":\"", 9);
  sscanf(token + 9, "%31[a-zA-Z0-9._-]", name);
  struct room *room = clients[fd].room = find_room(name);
  room->members[room->size++] = fd;
  send_text(fd, "40{\"sid\":\"floor\"}");
  send_text(fd, "42[\"connected\",{}]");
}

/* message:send is acked and pushed to the others; what they ack is read, and that is all. */
static void chat(int fd, const char *text, int length, int digits) {
  static char pushed[BUFFER + 32];
  static unsigned char out[BUFFER + 64];
  static unsigned id;
  int sent = 2 + digits + (int)strlen("[\"message:send\"");
  int head = sprintf(pushed, "42%u[\"message:new\"", ++id % 1000000);
  memcpy(pushed + head, text + sent, length - sent);
  int size = frame(out, pushed, head + length - sent);
  char ack[64];
  sprintf(ack, "43%.*s[{\"ok\":true}]", digits, text + 2);
  send_text(fd, ack);
  struct room *room = clients[fd].room;
  for (int i = 0; i < room->size; i++) {
    if (room->members[i] != fd) write_whole(room->members[i], out, size);
  }
}

static int digits_at(const char *text, int length) {
  int digits = 0;
  while (digits < length && digits < 20 && text[digits] >= '0' && text[digits] <= '9') digits++;
  return digits;
}

/* Handles one text packet; its bytes are unmasked. */
static void packet(int fd, char *text, int length) {
  struct client *client = &clients[fd];
  int digits = length > 2 ? digits_at(text + 2, length - 2) : 0;
  if (length >= 2 && !memcmp(text, "43", 2)) return;
  if (length >= 2 && !memcmp(text, "40", 2) && memmem(text, length, "\"token\":\"", 9)) {
    join_class(fd, text, length);
  } else if (length >= 2 && !memcmp(text, "40", 2)) {
    client->room->members[client->room->size++] = fd;
    send_text(fd, "40{\"sid\":\"floor\"}");
    send_text(fd, "42[\"ready\"]");
  } else if (length >= 8 && !memcmp(text, "42[\"say\"", 8)) {
    static char said[BUFFER + 8];
    static unsigned char out[BUFFER + 16];
    int head = sprintf(said, "42[\"said\"");
    memcpy(said + head, text + 8, length - 8);
    int size = frame(out, said, head + length - 8);
    struct room *room = client->room;
    for (int i = 0; i < room->size; i++) write_whole(room->members[i], out, size);
  } else if (digits && length > 2 + digits + 15 &&
             !memcmp(text + 2 + digits, "[\"message:send\"", 15)) {
    chat(fd, text, length, digits);
  }
}

/* Takes whole frames off the front and returns how many bytes they were. */
static int frames(int fd, unsigned char *in, int length) {
  int at = 0;
  while (length - at >= 2) {
    int head = 2, size = in[at + 1] & 0x7f;
    if (size == 126) {
      if (length - at < 4) break;
      size = in[at + 2] << 8 | in[at + 3];
      head = 4;
    }
    if (length - at < head + 4 + size) break;
    unsigned char *mask = in + at + head, *payload = mask + 4;
    for (int i = 0; i < size; i++) payload[i] ^= mask[i & 3];
    if ((in[at] & 0x0f) == 1) packet(fd, (char *)payload, size);
    at += head + 4 + size;
  }
  return at;
}

/* Answers the upgrade once the request is whole; the room is in its query. */
static int upgrade(int fd, char *in, int length) {
  char name[MAX_ROOM_NAME] = "";
  char *end = memmem(in, length, "\r\n\r\n", 4);
  if (!end) return 0;
  char *query = memmem(in, length, "room=", 5);
  if (query) sscanf(query + 5, "%31[a-zA-Z0-9._-]", name);
  clients[fd].room = find_room(name);
  clients[fd].upgraded = 1;
  write_whole(fd, (const unsigned char *)UPGRADED, sizeof UPGRADED - 1);
  send_text(fd, OPEN);
  return end + 4 - in;
}

static void readable(int fd) {
  static unsigned char in[BUFFER];
  struct client *client = &clients[fd];
  int length = client->length;
  if (length) memcpy(in, client->rest, length);
  ssize_t came = read(fd, in + length, BUFFER - length);
  if (came <= 0) {
    if (came == 0 || (errno != EAGAIN && errno != EINTR)) leave(fd);
    return;
  }
  length += came;
  int used = client->upgraded ? frames(fd, in, length) : upgrade(fd, (char *)in, length);
  client->length = length - used;
  free(client->rest);
  client->rest = NULL;
  if (client->length) {
    client->rest = malloc(client->length);
    memcpy(client->rest, in + used, client->length);
  }
}

static int listen_on_loopback(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) ||
      listen(listener, 4096) || getsockname(listener, (struct sockaddr *)&address, &length))
    fail("listen");
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) fail("epoll_ctl");
}

static void accept_all(int epoll, int listener) {
  int one = 1, fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    if (fd >= MAX_CLIENTS) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    watch(epoll, fd);
  }
}

/* A line asks for the heap, of which there is next to nothing. */
static void obey(void) {
  char line[64];
  if (read(STDIN_FILENO, line, sizeof line) <= 0) exit(0);
  printf("memory 0\n");
  fflush(stdout);
}

int main(void) {
  int epoll = epoll_create1(0);
  int listener = listen_on_loopback();
  struct epoll_event events[EVENTS];
  watch(epoll, listener);
  watch(epoll, STDIN_FILENO);
  for (;;) {
    int ready = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        accept_all(epoll, listener);
      } else if (fd == STDIN_FILENO) {
        obey();
      } else {
        readable(fd);
      }
    }
  }
}
