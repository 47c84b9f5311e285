// swc's helper functions, by the names of their files, for code lowered to ES5.
//
// Most are swc's own. Those that every class, generator or async function runs through are written
// again here, for this engine: it has no native subclassing to preserve, and its objects are dear.
// Left out is what lowering a classic script to ES5 never asks for: module interoperation, "loose"
// variants, and ECMAScript decorators (TypeScript's are here).
import { _ as _assert_this_initialized } from '@swc/helpers/_/_assert_this_initialized';
import { _ as _check_private_redeclaration } from '@swc/helpers/_/_check_private_redeclaration';
import { _ as _class_apply_descriptor_destructure } from '@swc/helpers/_/_class_apply_descriptor_destructure';
import { _ as _class_apply_descriptor_get } from '@swc/helpers/_/_class_apply_descriptor_get';
import { _ as _class_apply_descriptor_set } from '@swc/helpers/_/_class_apply_descriptor_set';
import { _ as _class_apply_descriptor_update } from '@swc/helpers/_/_class_apply_descriptor_update';
import { _ as _class_check_private_static_access } from '@swc/helpers/_/_class_check_private_static_access';
import { _ as _class_check_private_static_field_descriptor } from '@swc/helpers/_/_class_check_private_static_field_descriptor';
import { _ as _class_extract_field_descriptor } from '@swc/helpers/_/_class_extract_field_descriptor';
import { _ as _class_name_tdz_error } from '@swc/helpers/_/_class_name_tdz_error';
import { _ as _class_private_field_destructure } from '@swc/helpers/_/_class_private_field_destructure';
import { _ as _class_private_method_set } from '@swc/helpers/_/_class_private_method_set';
import { _ as _class_static_private_field_destructure } from '@swc/helpers/_/_class_static_private_field_destructure';
import { _ as _class_static_private_field_spec_get } from '@swc/helpers/_/_class_static_private_field_spec_get';
import { _ as _class_static_private_field_spec_set } from '@swc/helpers/_/_class_static_private_field_spec_set';
import { _ as _class_static_private_field_update } from '@swc/helpers/_/_class_static_private_field_update';
import { _ as _class_static_private_method_get } from '@swc/helpers/_/_class_static_private_method_get';
import { _ as _define_enumerable_properties } from '@swc/helpers/_/_define_enumerable_properties';
import { _ as _extends } from '@swc/helpers/_/_extends';
import { _ as _identity } from '@swc/helpers/_/_identity';
import { _ as _instanceof } from '@swc/helpers/_/_instanceof';
import { _ as _object_destructuring_empty } from '@swc/helpers/_/_object_destructuring_empty';
import { _ as _object_spread } from '@swc/helpers/_/_object_spread';
import { _ as _object_spread_props } from '@swc/helpers/_/_object_spread_props';
import { _ as _object_without_properties } from '@swc/helpers/_/_object_without_properties';
import { _ as _read_only_error } from '@swc/helpers/_/_read_only_error';
import { _ as _set } from '@swc/helpers/_/_set';
import { _ as _skip_first_generator_next } from '@swc/helpers/_/_skip_first_generator_next';
import { _ as _super_prop_base } from '@swc/helpers/_/_super_prop_base';
import { _ as _tagged_template_literal } from '@swc/helpers/_/_tagged_template_literal';
import { _ as _throw } from '@swc/helpers/_/_throw';
import { _ as _to_primitive } from '@swc/helpers/_/_to_primitive';
import { _ as _to_property_key } from '@swc/helpers/_/_to_property_key';
import { _ as _ts_add_disposable_resource } from '@swc/helpers/_/_ts_add_disposable_resource';
import { _ as _ts_decorate } from '@swc/helpers/_/_ts_decorate';
import { _ as _ts_dispose_resources } from '@swc/helpers/_/_ts_dispose_resources';
import { _ as _ts_metadata } from '@swc/helpers/_/_ts_metadata';
import { _ as _ts_param } from '@swc/helpers/_/_ts_param';
import { _ as _type_of } from '@swc/helpers/_/_type_of';
import { _ as _update } from '@swc/helpers/_/_update';
import { _ as _using_ctx } from '@swc/helpers/_/_using_ctx';
import { _ as _write_only_error } from '@swc/helpers/_/_write_only_error';
import { _async_generator_delegate, _async_iterator, _await_async_generator, _wrap_async_generator }
  from './async_generator.js';
import { apply, create, defineProperty, getPrototypeOf, hasOwn, hiddenValue, isObject, put, setPrototypeOf } from './define.js';
import { _ts_gen_eager, _ts_generator } from './generator.js';
import { _sliced_to_array, _to_array, _to_consumable_array, _ts_values } from './iterables.js';
import { construct, get, isNative } from './reflect.js';
import { RegExp, _regexp, flagsOf } from './regexp.js';

// super(…): a parent of script code may fill the object that is there already.
function _call_super(instance, derived, args) {
  var parent = getPrototypeOf(derived);
  if (typeof parent === 'function' && !isNative(parent)) {
    var result = apply(parent, instance, args || []);
    return isObject(result) ? result : instance;
  }
  return construct(parent, args || [], getPrototypeOf(instance).constructor);
}

function _construct(parent, args, newTarget) {
  return construct(parent, args, newTarget === undefined ? parent : newTarget);
}

function _possible_constructor_return(instance, result) {
  if (isObject(result)) return result;
  return _assert_this_initialized(instance);
}

// Fields and members of classes: defined whatever Object.prototype holds.
function _define_property(object, key, value) {
  put(object, key, value);
  return object;
}

function defineMembers(target, members) {
  for (var i = 0; i < members.length; ++i) {
    var member = members[i];
    var descriptor = create(null);
    descriptor.configurable = true;
    descriptor.enumerable = hasOwn(member, 'enumerable') && member.enumerable;
    if (hasOwn(member, 'value')) {
      descriptor.value = member.value;
      descriptor.writable = true;
    }
    if (hasOwn(member, 'get')) descriptor.get = member.get;
    if (hasOwn(member, 'set')) descriptor.set = member.set;
    defineProperty(target, member.key, descriptor);
  }
}

function _inherits(derived, parent) {
  if (typeof parent !== 'function' && parent !== null) {
    throw new TypeError('Super expression must either be null or a function');
  }
  derived.prototype = create(parent === null ? null : parent.prototype);
  defineProperty(derived.prototype, 'constructor', hiddenValue(derived));
  if (parent !== null) setPrototypeOf(derived, parent);
}

function _create_class(Constructor, members, statics) {
  if (members) defineMembers(Constructor.prototype, members);
  if (statics) defineMembers(Constructor, statics);
  return Constructor;
}

// Private members, in C++ (../builtins/private_members.h).
var _class_private_field_init = host.privateFieldInit;
var _class_private_field_get = host.privateFieldGet;
var _class_private_field_set = host.privateFieldSet;
var _class_private_method_init = host.privateMethodInit;
var _class_private_method_get = host.privateMethodGet;
var privateDescriptor = host.privateDescriptor;
function _class_private_field_update(receiver, map) {
  return _class_apply_descriptor_update(receiver, privateDescriptor(receiver, map));
}

// The engine's constructors need no wrapper: construct() above subclasses them.
function _wrap_native_super(parent) { return parent; }

function _wrap_reg_exp(regexp, groups, source) {
  return source === undefined ? regexp : new RegExp(source, flagsOf(regexp));
}

var startAsync = host.startAsync;
function _async_to_generator(body) {
  return function () { return startAsync(body, this, arguments); };
}

function _get(target, key, receiver) {
  return get(target, key, receiver === undefined ? target : receiver);
}

// An object literal with `__proto__: value`, which the engine made a property.
function _with_prototype(object) {
  var prototype = object['__proto__'];
  if (hasOwn(object, '__proto__')) {
    delete object['__proto__'];
    if (isObject(prototype) || prototype === null) setPrototypeOf(object, prototype);
  }
  return object;
}

export var helpers = {
  _assert_this_initialized,
  _async_generator_delegate, _async_iterator, _async_to_generator,
  _await_async_generator, _call_super, _check_private_redeclaration,
  _class_apply_descriptor_destructure, _class_apply_descriptor_get, _class_apply_descriptor_set,
  _class_apply_descriptor_update, _class_check_private_static_access,
  _class_check_private_static_field_descriptor, _class_extract_field_descriptor,
  _class_name_tdz_error, _class_private_field_destructure, _class_private_field_get,
  _class_private_field_init, _class_private_field_set, _class_private_field_update,
  _class_private_method_get, _class_private_method_init, _class_private_method_set,
  _class_static_private_field_destructure, _class_static_private_field_spec_get,
  _class_static_private_field_spec_set, _class_static_private_field_update,
  _class_static_private_method_get, _construct, _create_class,
  _define_enumerable_properties, _define_property, _extends, _get,
  _get_prototype_of: getPrototypeOf, _identity, _inherits, _instanceof, _name: host.nameFunction, _object_destructuring_empty,
  _object_spread, _object_spread_props, _object_without_properties, _possible_constructor_return, _read_only_error, _regexp, _set, _set_prototype_of: setPrototypeOf,
  _skip_first_generator_next, _sliced_to_array, _super_prop_base, _tagged_template_literal, _throw,
  _to_array, _to_consumable_array, _to_primitive, _to_property_key, _ts_add_disposable_resource,
  _ts_decorate, _ts_dispose_resources, _ts_gen_eager, _ts_generator, _ts_metadata, _ts_param, _ts_values, _type_of,
  _update, _using_ctx, _with_prototype, _wrap_async_generator, _wrap_native_super,
  _wrap_reg_exp, _write_only_error
};
