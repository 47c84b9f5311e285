/* The up ring and its doorbell, the down ring and the worker's futex: no wake-up is lost and no
 * record is torn, in a memory that delays stores.
 *
 * The memory model is that of x86 (TSO), written out: each side puts its stores into a buffer of
 * its own, first in first out, from which they reach memory some time later; a load sees the
 * youngest store of its own side, else memory. A sequentially consistent fence waits until the
 * buffer is empty. A system call does not: the kernel's own accesses are fenced where said below.
 * With WEAK defined a buffer may give its stores out in any order, except that a release store
 * waits for those before it (and a fence for all): of the orders that a weaker machine has, that is
 * the one of stores, the one this protocol could stumble over beyond TSO.
 *
 * One side writes RECORDS records into a ring of SLOTS places, the other reads them. Which is which,
 * and how the reader sleeps, is chosen:
 *
 *   UP    the worker writes, and rings the doorbell when its record passes `wake`; the supervisor
 *         sleeps in epoll, edge-triggered. The worker sleeps on its futex when the ring is full.
 *   DOWN  the supervisor writes, and wakes the worker's futex if `sleeping` says so; the worker
 *         sleeps there. When the ring is full the supervisor asks for room and sleeps in epoll.
 *
 * tests/models/README.md says which line of ipc/ each step is, and which bugs can be seeded here by
 * their names; tests/models/run.py demands that each is found.
 *
 * What is shown: assertions (whole records, in order; a reader inside the ring), no invalid end
 * state (nobody asleep for ever: a lost wake-up), and by the claim `done` that both finish.
 */
#ifndef RECORDS
#define RECORDS 3
#endif
#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef DEPTH
#define DEPTH 4 /* of a store buffer; a store waits while it is full */
#endif

/* Shared words. Positions count records here. */
#define TAIL 0       /* up_tail or down_tail */
#define HEAD 1       /* up_head or down_head */
#define WAKE 2       /* up_wake: ring when the tail moves past it */
#define SLEEPING 3   /* sleeping: the wake_count it sleeps on, odd; 0: awake */
#define COUNT 4      /* wake_count, the futex word */
#define WANTS 5      /* wants_room, of whoever writes */
#define PAYLOAD 6    /* the first place of the ring; each has two words */
#define WORDS (PAYLOAD + 2 * SLOTS)

#define WRITER 0
#define READER 1

byte memory[WORDS];

/* The store buffers: what, where, and whether it is a release store. */
typedef Buffer {
  byte word[DEPTH];
  byte value[DEPTH];
  bit release[DEPTH];
  byte used;
};
Buffer buffers[2];

bit doorbell;      /* an edge that epoll has not told yet; written by the kernel */
bit futex_sleeper; /* somebody sleeps on the word; belongs to the kernel */
bit finished[2];

/* Takes entry `n` out of a buffer into memory. */
inline give_out(side, n) {
  memory[buffers[side].word[n]] = buffers[side].value[n];
  k = n;
  do
  :: k + 1 < buffers[side].used ->
     buffers[side].word[k] = buffers[side].word[k + 1];
     buffers[side].value[k] = buffers[side].value[k + 1];
     buffers[side].release[k] = buffers[side].release[k + 1];
     k++
  :: else -> break
  od;
  buffers[side].used--;
  buffers[side].word[buffers[side].used] = 0;
  buffers[side].value[buffers[side].used] = 0;
  buffers[side].release[buffers[side].used] = 0;
  k = 0
}

/* The memory system of one side: gives the stores out, one at a time, whenever it likes. */
proctype Memory(byte side) {
  byte k;
end:
  do
  :: atomic { buffers[side].used > 0 -> give_out(side, 0) }
#ifdef WEAK
  /* The second before the first: not of the same word, and not when it is a release store. */
  :: atomic {
       buffers[side].used > 1 && !buffers[side].release[1] &&
       buffers[side].word[0] != buffers[side].word[1] -> give_out(side, 1)
     }
#endif
  od
}

inline store(side, w, v, is_release) {
  atomic {
    buffers[side].used < DEPTH ->
    buffers[side].word[buffers[side].used] = w;
    buffers[side].value[buffers[side].used] = v;
    buffers[side].release[buffers[side].used] = is_release;
    buffers[side].used++
  }
}

inline load(side, w, into) {
  atomic {
    into = memory[w];
    j = 0;
    do
    :: j < buffers[side].used ->
       if
       :: buffers[side].word[j] == w -> into = buffers[side].value[j]
       :: else
       fi;
       j++
    :: else -> break
    od;
    j = 0
  }
}

inline fence(side) { buffers[side].used == 0 }

/* write(doorbell): the kernel's wake-up of an edge-triggered epoll. */
inline ring_doorbell() { doorbell = 1 }

/* epoll_wait: returns once an edge came after the last return. */
inline sleep_in_epoll() { atomic { doorbell == 1 -> doorbell = 0 } }

/* futex_wait: the kernel compares and goes to sleep in one step under its lock; the value it
 * compares with is memory's, whatever its side's buffer still holds of other words. */
inline sleep_on_futex(expected) {
  atomic {
    if
#ifdef NO_WORD_CHECK
    :: true -> futex_sleeper = 1
#else
    :: memory[COUNT] == expected -> futex_sleeper = 1
    :: else
#endif
    fi
  };
  futex_sleeper == 0
}

/* futex_wake: a full barrier before the kernel looks who sleeps, as futex(2) promises. */
inline wake_futex(side) {
  fence(side);
  futex_sleeper = 0
}

/* SupervisorEnd::wake_if_sleeping, `side` being the supervisor's. */
inline wake_if_sleeping(side, skip_fence) {
  if
  :: skip_fence
  :: !skip_fence -> fence(side)
  fi;
  load(side, COUNT, a);
  load(side, SLEEPING, b);
  if
  :: b == (a | 1) ->
     store(side, COUNT, a + 2, 1);
     wake_futex(side)
  :: else
  fi;
  a = 0;
  b = 0
}

#ifdef NO_WRITER_FENCE
#define SKIP_WRITER_FENCE 1
#else
#define SKIP_WRITER_FENCE 0
#endif
#ifdef NO_ROOM_FENCE
#define SKIP_ROOM_FENCE 1
#else
#define SKIP_ROOM_FENCE 0
#endif

#ifdef RELAXED_COMMIT
#define COMMIT_RELEASES 0
#else
#define COMMIT_RELEASES 1
#endif

/* RingWriter::write of record n: both words of the payload, then the one commit. */
inline write_record(n) {
#ifdef COMMIT_FIRST
  store(WRITER, TAIL, n + 1, 1);
#endif
  store(WRITER, PAYLOAD + 2 * (n % SLOTS), n + 1, 0);
  store(WRITER, PAYLOAD + 2 * (n % SLOTS) + 1, n + 1, 0);
#ifndef COMMIT_FIRST
  store(WRITER, TAIL, n + 1, COMMIT_RELEASES);
#endif
}

/* RingReader: peek, copy, release of the record at `position`. */
inline read_record() {
  load(READER, PAYLOAD + 2 * (position % SLOTS), a);
  load(READER, PAYLOAD + 2 * (position % SLOTS) + 1, b);
  assert(a == position + 1 && b == position + 1); /* a torn, lost or repeated record */
  position++;
  a = 0;
  b = 0;
  store(READER, HEAD, position, 1)
}

/* RingWriter::reserve: whether there is room, by the peer's position. */
inline look_for_room() {
  load(WRITER, HEAD, a);
  assert(a <= n && n - a <= SLOTS);
  room = n - a < SLOTS;
  a = 0
}

#ifdef UP

/* WorkerEnd::announce: of all records since the last time. */
inline announce() {
#ifndef NO_WRITER_FENCE
  fence(WRITER);
#endif
  load(WRITER, WAKE, a);
  if
  :: a >= told && a < n -> ring_doorbell()
  :: else
  fi;
  a = 0;
  told = n
}

/* The worker: WorkerEnd::send and wait_for_room. */
proctype Writer() {
  byte n, told, a, b, j, count;
  bit room;
  do
  :: n < RECORDS ->
     look_for_room();
     do
     :: room -> break
     :: else ->
#ifdef LOOK_BEFORE_COUNT
        look_for_room();
#endif
        load(WRITER, COUNT, count);
#ifndef NO_ANNOUNCEMENT
        announce();
#endif
        store(WRITER, WANTS, 1, 0);
        store(WRITER, SLEEPING, count | 1, 0);
#ifndef NO_SLEEPER_FENCE
        fence(WRITER);
#endif
#ifndef LOOK_BEFORE_COUNT
#ifndef NO_ROOM_RECHECK
        look_for_room();
#endif
#endif
        if
        :: !room -> sleep_on_futex(count)
        :: else
        fi;
        store(WRITER, SLEEPING, 0, 0);
        store(WRITER, WANTS, 0, 0);
        count = 0;
        look_for_room()
     od;
     room = 0;
     write_record(n);
     n++;
     if
     :: true -> announce()
     :: n < RECORDS -> skip /* in the middle of a message */
     fi
  :: else -> break
  od;
  finished[WRITER] = 1
}

/* The supervisor: snapshot, read, room_was_made; await_doorbell. */
proctype Reader() {
  byte position, tail, a, b, j;
  do
  :: position < RECORDS ->
     load(READER, TAIL, tail);
     assert(tail >= position && tail - position <= SLOTS);
     if
     :: tail != position ->
        do
        :: position < tail -> read_record()
        :: else -> break
        od;
        /* room_was_made */
#ifndef NO_ROOM_FENCE
        fence(READER);
#endif
        load(READER, WANTS, a);
        if
        :: a != 0 ->
           load(READER, TAIL, a);
           if
           :: a - position <= SLOTS / 2 -> a = 0; wake_if_sleeping(READER, SKIP_ROOM_FENCE)
           :: else
           fi
        :: else
        fi;
        a = 0;
        tail = 0
     :: else ->
        /* await_doorbell */
        store(READER, WAKE, position, 0);
#ifndef NO_SLEEPER_FENCE
        fence(READER);
#endif
#ifndef NO_RECHECK
        load(READER, TAIL, tail);
#endif
        if
        :: tail == position -> sleep_in_epoll()
        :: else
        fi;
        tail = 0
     fi
  :: else -> break
  od;
  finished[READER] = 1
}

#else /* DOWN */

/* The supervisor: SupervisorEnd::publish and, then or some records later, wake_for; want_room(true),
 * once more, then sleep. */
proctype Writer() {
  byte n, a, b, j;
  bit room;
  do
  :: n < RECORDS ->
     look_for_room();
     do
     :: room -> break
     :: else ->
        store(WRITER, WANTS, 1, 0);
#ifdef NO_ANNOUNCEMENT
        fence(WRITER);
#else
        wake_if_sleeping(WRITER, SKIP_ROOM_FENCE);
#endif
#ifndef NO_ROOM_RECHECK
        look_for_room();
#endif
        if
        :: !room -> sleep_in_epoll(); look_for_room()
        :: else
        fi
     od;
     room = 0;
     store(WRITER, WANTS, 0, 0);
     write_record(n);
     n++;
     if
     :: true -> wake_if_sleeping(WRITER, SKIP_WRITER_FENCE)
     :: n < RECORDS -> skip /* in the middle of a message, or of a turn */
     fi
  :: else -> break
  od;
  finished[WRITER] = 1
}

/* The worker: read, room_was_made after each record; wait. */
proctype Reader() {
  byte position, tail, a, b, j, count;
  byte told = 255; /* how far was written when the supervisor was told of room */
  do
  :: position < RECORDS ->
     load(READER, TAIL, tail);
     assert(tail >= position && tail - position <= SLOTS);
     if
     :: tail != position ->
        do
        :: position < tail ->
           read_record();
           fence(READER); /* WorkerEnd::room_was_made */
           load(READER, WANTS, a);
           if
           :: a != 0 ->
              load(READER, TAIL, a);
              if
              :: a - position <= SLOTS / 2 && a != told -> told = a; ring_doorbell()
              :: else
              fi
           :: else
           fi;
           a = 0
        :: else -> break
        od;
        tail = 0
     :: else ->
        /* WorkerEnd::wait */
#ifdef LOOK_BEFORE_COUNT
        load(READER, TAIL, tail);
#endif
        load(READER, COUNT, count);
        store(READER, SLEEPING, count | 1, 0);
#ifndef NO_SLEEPER_FENCE
        fence(READER);
#endif
#ifndef LOOK_BEFORE_COUNT
#ifndef NO_RECHECK
        load(READER, TAIL, tail);
#endif
#endif
        if
        :: tail == position ->
           load(READER, WANTS, a);
           if
           :: a != 0 -> ring_doorbell()
           :: else
           fi;
           a = 0;
           sleep_on_futex(count)
        :: else
        fi;
        store(READER, SLEEPING, 0, 0);
        count = 0;
        tail = 0
     fi
  :: else -> break
  od;
  finished[READER] = 1
}

#endif

init {
  atomic {
    run Memory(WRITER);
    run Memory(READER);
    run Writer();
    run Reader()
  }
}

/* Weakly fair: in the end both have finished, so nobody sleeps or spins for ever. */
ltl done { <> (finished[WRITER] && finished[READER]) }
