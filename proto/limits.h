// Every bound that two processes must agree on, and the defaults of those that can be set.
#pragma once

#include <cstddef>
#include <cstdint>

namespace skep {

// Fixed by the layout of the shared segment (ipc/segment.h).
inline constexpr size_t ring_capacity = 256 * 1024;      // bytes, each direction; a power of two
inline constexpr size_t record_alignment = 16;           // bytes
inline constexpr size_t max_record = ring_capacity / 8;  // bytes, header included

// Fixed by the protocol.
inline constexpr size_t max_url_bytes = 64 * 1024;
inline constexpr size_t max_name_bytes = 16 * 1024;
inline constexpr size_t max_console_bytes = 256 * 1024;    // one console call; longer is cut
inline constexpr size_t max_error_text_bytes = 64 * 1024;  // a message or a stack; longer is cut
inline constexpr size_t max_message_bytes = 1u << 30;      // one structured clone
inline constexpr size_t max_script_bytes = 32u << 20;      // one source file
// Sources that are being read, hashed or lowered, or wait for it: of one tree, and of all.
inline constexpr size_t max_tree_loading_bytes = 128u << 20;
inline constexpr size_t max_loading_bytes = 1u << 30;
inline constexpr size_t max_compiled_bytes = 256u << 20;    // what a source may become
inline constexpr uint32_t max_scripts_per_import = 1024;    // arguments of one importScripts()
inline constexpr uint32_t max_module_loads = 16;            // of one worker, not answered yet
inline constexpr uint32_t max_module_sources = 4;           // of those, ones that bring a source
inline constexpr size_t max_whole_clone_bytes = 16u << 20;  // one that the supervisor holds whole
inline constexpr size_t max_function_bytes = 256;           // the name of a host function
inline constexpr size_t max_channel_bytes = 16 * 1024;      // the name of a BroadcastChannel
inline constexpr uint32_t max_locks = 1024;                 // of one worker, held and waited for
inline constexpr size_t max_lock_snapshot_bytes = 1u << 20;
inline constexpr uint32_t max_arguments = 4096;            // of a root's skep.arguments
inline constexpr size_t max_arguments_bytes = 1u << 20;    // all of them, with their lengths
inline constexpr size_t max_blob_name_bytes = 1024;        // of a blob URL, and of a Blob's type
inline constexpr size_t max_shared_blob_bytes = 8u << 20;  // of a Blob that others may know of
inline constexpr size_t max_tree_blob_bytes = 16u << 20;   // of all of them in one tree
inline constexpr uint32_t max_ports_per_message = 1024;    // that one message brings
inline constexpr uint32_t max_pending_calls = 1024;        // of one worker, not answered yet

// What one worker may use. 0 means no limit where that is said.
struct WorkerLimits {
  uint64_t memory_bytes = 64u << 20;  // heap, ArrayBuffers, messages in it
  uint64_t cpu_ms = 0;                // whole life; 0 = no limit
  uint64_t task_ms = 0;               // processor time of one task; 0 = no limit
  uint64_t wall_ms = 0;               // whole life; 0 = no limit
  uint64_t queue_bytes = 8u << 20;    // waiting to be received, per worker (high mark)
  uint32_t queue_count = 65536;       // messages waiting to be received, whatever their size
  uint32_t messages_per_s = 0;        // posted by it, one second's worth at once; 0 = no limit
  uint64_t stall_ms = 10'000;         // a full queue that does not move for so long: unresponsive
  uint64_t console_bytes_per_s = 16u << 20;  // one second's worth at once; 0 = no limit
  uint64_t terminate_grace_cpu_ms = 5;       // see Supervisor::terminate; 0 = none
  uint32_t cpu_weight = 0;   // against other workers, where there are control groups
  uint32_t cpu_percent = 0;  // of one processor, likewise; 0 = no limit
  uint32_t children = 64;    // direct children alive at once
  uint32_t depth = 16;       // the root is at depth 1
  uint32_t channels = 1024;  // names of BroadcastChannels it listens on at once
  uint32_t ports = 4096;     // MessagePorts that it holds at once
  uint32_t timers = 65536;   // alive at once; so many fit into the default memory
  uint64_t source_bytes = max_script_bytes;  // of one script, before it is lowered
};

// Workers that share an address-space layout. The price of a new zygote, some tens of milliseconds
// of one core, is spread over so many.
inline constexpr uint64_t default_workers_per_zygote = 10'000;

// Sealed processes that wait for a worker, at most.
inline constexpr uint64_t default_spare_processes = 8;

// What one tree may use.
inline constexpr uint32_t default_tree_workers = 1024;
inline constexpr uint32_t default_tree_ports = 65536;  // of channels that join two of its workers

}  // namespace skep
