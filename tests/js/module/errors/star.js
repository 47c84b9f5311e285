export * from './fine.js';
