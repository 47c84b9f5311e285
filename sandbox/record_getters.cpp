// Attributes that are nothing but a field of the record in an object's internal slot: their getters
// run for every event, so they are not the prelude's.
#include "engine/engine_extras.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"

namespace skep {
namespace {

// As slotOf() of the prelude (webidl.js): a missing `this` means the global object, and an object
// without the slot, even one that inherits from one with it, is of another interface.
duk_ret_t get_field(duk_context* ctx) {
  const Realm& realm = realm_of(ctx);
  const RecordField& field = realm.record_fields[static_cast<size_t>(duk_get_current_magic(ctx))];
  duk_push_this(ctx);
  void* object = duk_is_null_or_undefined(ctx, -1) ? realm.message_events.global
                 : duk_is_object(ctx, -1)          ? duk_get_heapptr(ctx, -1)
                                                   : nullptr;
  void* record = object == nullptr ? nullptr : engine_own_object(ctx, object, field.slot);
  if (record == nullptr) return duk_type_error(ctx, "Illegal invocation");
  engine_push_field(ctx, record, field.name);
  return 1;
}

// (prototype, slot, attribute, field)
duk_ret_t define_record_getter(duk_context* ctx) {
  Realm& realm = realm_of(ctx);
  duk_require_object(ctx, 0);
  for (const duk_idx_t text : {1, 2, 3}) duk_require_string(ctx, text);
  if (realm.record_field_count == most_record_fields) {
    return duk_range_error(ctx, "there are too many getters of records");
  }
  RecordField& field = realm.record_fields[realm.record_field_count];
  field = {duk_get_heapptr(ctx, 1), duk_get_heapptr(ctx, 3)};
  duk_dup(ctx, 2);
  const char* name = duk_push_sprintf(ctx, "get %s", duk_get_string(ctx, 2));
  push_method(ctx, {name, name, get_field, 0, 0, static_cast<int16_t>(realm.record_field_count++)});
  // It keeps both strings alive.
  for (const duk_idx_t text : {1, 3}) {
    duk_push_sprintf(ctx, DUK_HIDDEN_SYMBOL("kept%d"), static_cast<int>(text));
    duk_dup(ctx, text);
    duk_put_prop(ctx, -3);
  }
  duk_remove(ctx, -2);
  duk_def_prop(ctx, 0,
               DUK_DEFPROP_HAVE_GETTER | DUK_DEFPROP_SET_ENUMERABLE | DUK_DEFPROP_SET_CONFIGURABLE);
  return 0;
}

}  // namespace

void define_record_functions(duk_context* ctx) {
  define_function(ctx, -1, "recordGetter", define_record_getter, 4);
}

}  // namespace skep
