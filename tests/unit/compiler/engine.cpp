#include "tests/unit/compiler/engine.h"

#include <cstdlib>
#include <malloc.h>
#include <memory>

#include "engine/engine_extras.h"
#include "sandbox/builtins/job_queue.h"
#include "sandbox/library/language_library.h"

namespace skep {
namespace {

struct Engine {
  std::string printed;
  size_t bytes = 0;
};

void* allocate(void* user, duk_size_t size) {
  void* block = std::malloc(size);
  static_cast<Engine*>(user)->bytes += ::malloc_usable_size(block);
  return block;
}
void* reallocate(void* user, void* block, duk_size_t size) {
  Engine* engine = static_cast<Engine*>(user);
  engine->bytes -= ::malloc_usable_size(block);
  void* moved = std::realloc(block, size);
  engine->bytes += ::malloc_usable_size(moved);
  return moved;
}
void release(void* user, void* block) {
  static_cast<Engine*>(user)->bytes -= ::malloc_usable_size(block);
  std::free(block);
}

Engine& engine_of(duk_context* heap) {
  duk_memory_functions functions;
  duk_get_memory_functions(heap, &functions);
  return *static_cast<Engine*>(functions.udata);
}

duk_ret_t print(duk_context* heap) {
  duk_push_literal(heap, " ");
  duk_insert(heap, 0);
  duk_join(heap, duk_get_top(heap) - 1);
  duk_size_t length;
  const char* text = duk_get_lstring(heap, -1, &length);
  engine_of(heap).printed.append(text, length).append("\n");
  return 0;
}

duk_ret_t queue_microtask(duk_context* heap) {
  queue_callback(heap);
  return 0;
}

duk_ret_t ignore(duk_context*) {
  return 0;
}

duk_ret_t set_up(duk_context* heap, void*) {
  duk_push_c_function(heap, queue_microtask, 1);
  duk_put_global_literal(heap, "queueMicrotask");
  duk_push_object(heap);
  duk_push_c_function(heap, print, DUK_VARARGS);
  duk_put_prop_literal(heap, -2, "log");
  duk_put_global_literal(heap, "console");
  install_language_library(heap, {ignore, ignore});
  return 0;
}

duk_ret_t run_jobs(duk_context* heap, void*) {
  while (has_job(heap)) run_job(heap, nullptr);
  return 0;
}

using Heap = std::unique_ptr<duk_context, decltype(&duk_destroy_heap)>;

}  // namespace

namespace {

// Loads or compiles: leaves a function, or what it threw, and says whether it failed.
using Beginning = duk_int_t (*)(duk_context* heap, std::string_view script);

duk_int_t compile(duk_context* heap, std::string_view code) {
  return duk_pcompile_lstring(heap, 0, code.data(), code.size());
}

size_t functions_loaded = 0;
void count_function(duk_context*, const void*) {
  ++functions_loaded;
}

duk_ret_t load_form(duk_context* heap, void* place) {
  const auto& form = *static_cast<std::string_view*>(place);
  duk_push_literal(heap, "file:///form.js");
  return engine_load_function(heap, form.data(), form.size()) != 0;
}

duk_int_t load(duk_context* heap, std::string_view form) {
  functions_loaded = 0;
  engine_function_loaded = count_function;
  const duk_int_t failed = duk_safe_call(heap, load_form, &form, 0, 1);
  engine_function_loaded = nullptr;
  return failed;
}

std::string run(Beginning begin, std::string_view script) {
  Engine engine;
  const Heap heap(duk_create_heap(allocate, reallocate, release, &engine, nullptr),
                  duk_destroy_heap);
  const auto note_throw = [&](duk_int_t failed) {
    if (failed != 0) engine.printed.append("threw: ").append(duk_safe_to_string(heap.get(), -1));
    duk_pop(heap.get());
    return failed == 0;
  };
  if (!note_throw(duk_safe_call(heap.get(), set_up, nullptr, 0, 1))) return engine.printed;
  if (begin(heap.get(), script) != 0) {
    note_throw(1);
    return engine.printed;
  }
  duk_push_global_object(heap.get());
  note_throw(duk_pcall_method(heap.get(), 0));
  note_throw(duk_safe_call(heap.get(), run_jobs, nullptr, 0, 1));
  return engine.printed;
}

}  // namespace

std::string run_lowered(std::string_view code) {
  return run(compile, code);
}

FormRun run_compiled_form(std::string_view form) {
  std::string printed = run(load, form);
  return {std::move(printed), functions_loaded};
}

LibraryCost measure_library() {
  Engine engine;
  const Heap heap(duk_create_heap(allocate, reallocate, release, &engine, nullptr),
                  duk_destroy_heap);
  LibraryCost cost = {engine.bytes, 0};
  duk_safe_call(heap.get(), set_up, nullptr, 0, 1);
  duk_gc(heap.get(), 0);
  duk_gc(heap.get(), 0);
  cost.loaded_bytes = engine.bytes;
  return cost;
}

}  // namespace skep
