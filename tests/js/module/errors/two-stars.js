export * from './x1.js';
export * from './x2.js';
