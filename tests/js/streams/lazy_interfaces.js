// Interfaces that are built on first use look like all others then; a script may be faster.
console.log('ReadableStream' in self, 'TextDecoderStream' in self);
self.WritableStream = 'mine';
console.log(WritableStream);
const descriptor = (ReadableStream, Object.getOwnPropertyDescriptor(self, 'ReadableStream'));
console.log(typeof descriptor.value, descriptor.writable, descriptor.enumerable, descriptor.configurable);
console.log(ReadableStream.name, ReadableStream.length, String(new ReadableStream()));
console.log(Object.getOwnPropertyNames(new ReadableStream()).length, Reflect.ownKeys(new ReadableStream()).length);
console.log(Object.getOwnPropertyDescriptor(ReadableStream, 'prototype').writable);
console.log(delete self.TransformStream, typeof TransformStream);
console.log(new TextDecoderStream().encoding, String(new TextEncoderStream()));
console.log(WritableStream);
