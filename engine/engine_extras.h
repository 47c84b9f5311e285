/* What Duktape's public interface lacks and its insides have: own properties looked at without
 * regard to prototypes, Proxies and frozen objects, functions that `new` refuses, and the texts of
 * functions.
 *
 * `key` is the heap pointer of a string that the caller keeps alive: a hidden symbol, as no script
 * can name one. `object` is the stack index of an object. */
#pragma once

#include <duktape.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Pushes the value of the object's own data property and gives 1; pushes nothing and gives 0 when
 * there is none. Of a Proxy it is the Proxy itself that is looked at. Runs nothing. */
duk_bool_t engine_get_own(duk_context *ctx, duk_idx_t object, void *key);

/* Takes the value at the top: the property, neither enumerable nor configurable, even of a frozen
 * object or of a Proxy itself. Throws only when memory is exhausted, and then changed nothing. */
void engine_set_own(duk_context *ctx, duk_idx_t object, void *key);

/* Gives 1 if there was such a property. */
duk_bool_t engine_delete_own(duk_context *ctx, duk_idx_t object, void *key);

/* The same by heap pointers, with nothing pushed: the value if it is an object of the heap, else NULL. */
void *engine_own_object(duk_context *ctx, void *object, void *key);

/* Pushes the value of the data property that the object has or inherits, or undefined. Looks at neither
 * getters nor Proxies: for objects that no script can reach. */
void engine_push_field(duk_context *ctx, void *object, void *key);

/* Whether the value is there and is false. */
duk_bool_t engine_own_is_false(duk_context *ctx, void *object, void *key);

/* Whether it is there and is the string, or the symbol, `value`. */
duk_bool_t engine_own_is(duk_context *ctx, void *object, void *key, void *value);

/* The object that is the item `at` of an array, NULL if it is none or the array is no common one. A
 * common array has a length that is not 0. */
duk_size_t engine_array_length(void *array);
void *engine_array_item(duk_context *ctx, void *array, duk_size_t at);

/* Whether it is a function that can be called, and no light one, which a heap pointer cannot be. */
duk_bool_t engine_is_function(void *object);

/* Pushes an ordinary object with this prototype (a heap pointer) and room for `entries` properties. */
void engine_push_shaped(duk_context *ctx, void *prototype, duk_uint_t entries);

/* Takes the value at the top: a property of the object at `object` as an assignment makes it. There must
 * be no such property yet; for less than eight, there must be room that engine_push_shaped() made. Runs
 * nothing. */
void engine_append(duk_context *ctx, duk_idx_t object, void *key);

/* The same for an accessor that is enumerable and stays as it is; `getter` is a function's heap pointer. */
void engine_append_getter(duk_context *ctx, duk_idx_t object, void *key, void *getter);

/* Something else than the stack's one place refers to the object at `object`. */
duk_bool_t engine_is_shared(duk_context *ctx, duk_idx_t object);

/* The property in the place `at` of an object without Proxy behaviour, in the order of their making. */
enum engine_entry_kind {
  ENGINE_ENTRY_END,     /* there are no more */
  ENGINE_ENTRY_PASSED,  /* it is not enumerable, or was deleted */
  ENGINE_ENTRY_OTHER,   /* an accessor, a key that is an index or a symbol, a value that is none of these: */
  ENGINE_ENTRY_UNDEFINED,
  ENGINE_ENTRY_NULL,
  ENGINE_ENTRY_FALSE,
  ENGINE_ENTRY_TRUE,
  ENGINE_ENTRY_NUMBER,
  ENGINE_ENTRY_STRING
};
struct engine_entry {
  const char *key;
  size_t key_length;
  double number;
  const char *text;
  size_t length;
};
enum engine_entry_kind engine_entry_at(duk_context *ctx, const void *object, duk_uint_t at,
                                       struct engine_entry *entry);

/* Makes the function at `index` one that `new` refuses, as all methods of the standard are. */
void engine_forbid_construct(duk_context *ctx, duk_idx_t index);

/* Asked, if it is set, before the engine collects its heap because `size` bytes were refused, for the
 * time number `round` (from 0), or because it is time to. 0: the allocation fails. `udata` is that of
 * duk_create_heap. Neither may throw, or allocate from the heap. */
extern int (*engine_wants_to_collect)(void *udata, size_t size, int round);
extern void (*engine_has_collected)(void *udata);

/* Frees what nothing refers to. Runs no finalizers: what has one stays for now. */
void engine_collect_garbage(duk_context *ctx);

/* Called whenever a function within a script has been compiled, if it is set: the script's bytes from
 * `start` on, before `end`, are its text, without the word "function" unless it is a method. `code`
 * stands for it and all its closures as long as one of them is there; after that another function may
 * have the same. May not throw. */
extern void (*engine_function_compiled)(duk_context *ctx, const void *code, size_t start, size_t end,
                                        int method);

/* Makes the function that duk_dump_function() made the bytes of, in an engine of this very build: whoever
 * can choose the bytes owns the process. Takes the string at the top, the name of the function's file, and
 * pushes the function. False, with the string still there: these are no such bytes. */
duk_bool_t engine_load_function(duk_context *ctx, const void *bytes, size_t size);

/* Called for each function that is loaded, if it is set: inner functions first, in the order in which
 * engine_function_compiled was called for them, then the whole script's own. May not throw. */
extern void (*engine_function_loaded)(duk_context *ctx, const void *code);

/* That of the function at `index`; NULL if it is no compiled one. */
const void *engine_function_code(duk_context *ctx, duk_idx_t index);

#ifdef __cplusplus
}
#endif
