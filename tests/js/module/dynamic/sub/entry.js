export * as deep from './deep.js';
